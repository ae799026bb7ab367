package io.flowforge.load.runs;

import io.flowforge.faults.cluster.Wait;
import io.flowforge.generator.LoadOrder;
import io.flowforge.generator.LoadOrder.Call;
import io.flowforge.load.stack.Members;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Submits and starts requests of a pipeline. */
final class Submitter {

  /** Enough to keep every core busy. */
  static final int CONNECTIONS = 32;

  private static final int CONNECTIONS_AT_A_RATE = 128;
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(2);
  private static final String SUBMISSIONS = "/api/service_request";

  private final Stack stack;
  private final List<ServerAddress> servers;
  private final String pipelineId;
  private final long orgId;
  private int alone;

  Submitter(Stack stack, List<ServerAddress> servers, String pipelineId) {
    this.stack = stack;
    this.servers = servers;
    this.pipelineId = pipelineId;
    orgId = stack.orgId();
  }

  /**
   * Returns an order to submit and start requests.
   *
   * @param rate requests per second, or 0 for as many as are accepted
   */
  LoadOrder order(double rate, Duration time) {
    return new LoadOrder(
        servers.stream().map(ServerAddress::port).toList(),
        "POST",
        IntStream.range(0, Members.COUNT)
            .mapToObj(
                number ->
                    new Call(
                        SUBMISSIONS,
                        stack.token(number),
                        submission(number + Ticket.SEPARATOR + LoadOrder.DUE)))
            .toList(),
        true,
        rate,
        rate == 0 ? CONNECTIONS : CONNECTIONS_AT_A_RATE,
        0,
        time.toMillis());
  }

  /** Submits a request, and returns its id. */
  String submit() {
    alone++;
    return stack
        .http()
        .json(
            "POST",
            servers.getFirst().url() + SUBMISSIONS,
            stack.token(0),
            submission("alone" + Ticket.SEPARATOR + alone))
        .path("id")
        .asText();
  }

  /** Starts a request, and returns once a caller can see that it is Completed. */
  void startAndAwait(String id) {
    String request = servers.getFirst().url() + SUBMISSIONS + "/" + id;
    stack.http().bytes("PUT", request + "/start", stack.token(0), "");
    long end = System.nanoTime() + RUN_TIMEOUT.toNanos();
    String status;
    do {
      status =
          stack
              .http()
              .json("GET", request, stack.token(0), "")
              .path("service_request")
              .path("status")
              .asText();
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("request " + id + " is still " + status);
      }
    } while (!status.equals("Completed"));
  }

  /** Starts a request, and waits until it is Completed without asking a server. */
  void startAndAwaitUnasked(String id) {
    String request = servers.getFirst().url() + SUBMISSIONS + "/" + id;
    stack.http().bytes("PUT", request + "/start", stack.token(0), "");
    String completed =
        "SELECT count(*) FROM request_run WHERE status = 'Completed' AND request_id = '" + id + "'";
    if (!Wait.until(RUN_TIMEOUT, () -> stack.database().count(completed) == 1)) {
      throw new IllegalStateException("request " + id + " does not complete");
    }
  }

  /**
   * Waits until nothing runs any more.
   *
   * @throws IllegalStateException if that takes long, or a request has failed
   */
  void awaitRest() {
    var earlier = new AtomicLong(-1);
    // While calls arrive, the database has other work to do than to count.
    BooleanSupplier isQuiet =
        () -> {
          long calls = stack.arrivals().calls();
          return earlier.getAndSet(calls) == calls;
        };
    if (!Wait.until(RUN_TIMEOUT, () -> isQuiet.getAsBoolean() && stack.database().open() == 0)) {
      throw new IllegalStateException(stack.database().open() + " requests do not end");
    }
    long failed =
        stack
            .database()
            .count(
                """
                SELECT count(*) FROM request_run WHERE status NOT IN ('Completed', 'Not Started')
                """);
    if (failed > 0) {
      throw new IllegalStateException(failed + " requests did not complete");
    }
  }

  private String submission(String ticket) {
    return """
        {"pipeline_id": "%s", "org_id": %d, "form_data": {"ticket": "%s"}, "remarks": ""}
        """
        .formatted(pipelineId, orgId, ticket)
        .strip();
  }
}
