package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.ServerProcess;
import io.flowforge.faults.load.LoadClient.FinalResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Requests of another organization whose only call hangs until they are cancelled at the end. They
 * must hold up nobody.
 */
public final class HangingRequests {

  /** How the tickets of these requests begin. */
  public static final String TICKET = "hanging-";

  private static final int THREADS = 8;

  private final Cluster cluster;
  private final Conversation conversation;
  private final long seed;
  private final LoadClient client;

  public HangingRequests(Cluster cluster, Conversation conversation, long seed) {
    this.cluster = cluster;
    this.conversation = conversation;
    this.seed = seed;
    this.client =
        new LoadClient(
            cluster.http(),
            cluster.servers().stream().map(ServerProcess::url).toList(),
            cluster.memberToken(),
            conversation);
  }

  /** Submits and starts requests; returns once all are started. */
  public void start(int count) throws InterruptedException {
    var requester =
        new Requester(
            client, cluster.hangingOrgId(), cluster.hangingPipelineIds(), conversation, 0);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> started =
          IntStream.rangeClosed(1, count)
              .<Future<?>>mapToObj(number -> submit(threads, requester, number))
              .toList();
      join(started);
    }
  }

  private Future<?> submit(ExecutorService threads, Requester requester, int number) {
    return threads.submit(
        () -> {
          requester.submit(TICKET + number, new Random(seed - number));
          return number;
        });
  }

  /** Cancels those that run. */
  public void cancel() throws SQLException, InterruptedException {
    for (String id : cluster.tables().runningIn(cluster.hangingOrgId())) {
      client
          .send(
              new Random(seed ^ id.hashCode()),
              "PUT",
              "/api/service_request/" + id + "/" + RequestAction.CANCEL.path(),
              "")
          .filter(FinalResponse::isSuccess)
          .ifPresent(
              success ->
                  conversation.accept(new AcceptedAction(id, RequestAction.CANCEL, success.at())));
    }
  }

  private static void join(List<Future<?>> all) throws InterruptedException {
    for (Future<?> one : all) {
      try {
        var _ = one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a request was not submitted", e.getCause());
      }
    }
  }
}
