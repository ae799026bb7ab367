package io.flowforge.server.edge;

import io.flowforge.server.edge.client.Watchdog;
import io.flowforge.server.edge.client.Wire;
import io.flowforge.server.edge.request.LineMemory;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** A connection that is closed in a way that lets the client read the last response. */
final class EdgeConnection implements ServerConnection, InterruptableTask<Void> {

  private final ServerConnection parser;
  private final Wire wire;
  private final LineMemory memory;
  private final Watchdog watchdog;

  EdgeConnection(ServerConnection parser, Wire wire, LineMemory memory, Watchdog watchdog) {
    this.parser = parser;
    this.wire = wire;
    this.memory = memory;
    this.watchdog = watchdog;
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    watchdog.watch(wire);
    try {
      parser.handle(limit);
    } finally {
      memory.release();
      wire.linger();
      watchdog.forget(wire);
    }
  }

  @Override
  public boolean canInterrupt() {
    return wire.isLingering()
        || (parser instanceof InterruptableTask<?> task && task.canInterrupt());
  }

  @Override
  public Duration idleTime() {
    return parser.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    if (wire.isLingering()) {
      wire.close();
    } else {
      parser.close(interrupt);
    }
  }
}
