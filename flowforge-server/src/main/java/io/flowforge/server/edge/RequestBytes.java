package io.flowforge.server.edge;

import io.flowforge.server.edge.client.WaitClock;
import io.flowforge.server.edge.request.ChunkedBody;
import io.flowforge.server.edge.request.Framing;
import io.flowforge.server.edge.request.FramingException;
import io.flowforge.server.edge.request.HeadLimits;
import io.flowforge.server.edge.request.HeadReader;
import io.flowforge.server.edge.request.Input;
import io.flowforge.server.edge.request.LineMemory;
import io.flowforge.server.edge.request.Lines;
import io.flowforge.server.edge.request.PlainBody;
import io.flowforge.server.edge.request.RequestBody;
import io.flowforge.server.edge.request.RequestHead;
import io.flowforge.trace.LogEvent;
import io.helidon.webserver.CloseConnectionException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests of a connection in the form that Helidon's parser reads. Not thread-safe. */
final class RequestBytes implements Supplier<byte[]> {

  private static final Logger LOG = System.getLogger(RequestBytes.class.getName());

  private final Input input;
  private final Lines lines;
  private final HeadReader heads;
  private final Exchange exchange;
  private final LineMemory memory;
  private final WaitClock clock;
  private @Nullable FramingException refusal;

  RequestBytes(
      Input input, HeadLimits limits, LineMemory memory, Exchange exchange, WaitClock clock) {
    this.input = input;
    this.exchange = exchange;
    this.clock = clock;
    this.memory = memory;
    lines = new Lines(input, memory);
    heads = new HeadReader(lines, limits, memory);
  }

  /**
   * Returns the next head, or more of the current body.
   *
   * @throws FramingException if the request is refused; the bytes after it are not read
   * @throws CloseConnectionException if there are no more bytes to read
   */
  @Override
  public byte[] get() {
    if (exchange.isResponding() && exchange.isLast()) {
      throw new CloseConnectionException("the response was the last one");
    }
    if (refusal != null) {
      throw refusal;
    }
    try {
      RequestBody body = exchange.unreadBody();
      return body == null ? nextHead() : body.next();
    } catch (FramingException e) {
      exchange.end();
      refusal = e.sentFrom(heads.origin());
      LOG.log(Level.DEBUG, LogEvent.of("request_refused").with("reason", e.reason()));
      throw refusal;
    }
  }

  private byte[] nextHead() {
    exchange.awaitNext();
    memory.release();
    clock.awaitRequest();
    input.ensureAvailable();
    clock.beginRequest(input.available());
    RequestHead head = heads.read();
    exchange.begin(
        head,
        switch (head.framing()) {
          case Framing.Absent _ -> null;
          case Framing.Length length -> new PlainBody(input, length.bytes());
          case Framing.Chunked _ -> new ChunkedBody(input, lines);
        });
    return head.toBytes();
  }
}
