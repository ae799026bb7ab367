package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.load.LoadClient.FinalResponse;
import java.sql.SQLException;
import java.util.Random;

/**
 * Requests of another organization whose only call hangs until they are cancelled at the end. They
 * must hold up nobody.
 */
public final class HangingRequests {

  /** How the tickets of these requests begin. */
  public static final String TICKET = "hanging-";

  private final Cluster cluster;
  private final Conversation conversation;
  private final long seed;
  private final LoadClient client;

  public HangingRequests(Cluster cluster, Conversation conversation, long seed) {
    this.cluster = cluster;
    this.conversation = conversation;
    this.seed = seed;
    this.client = new LoadClient(cluster, cluster.memberToken(), conversation);
  }

  /** Submits and starts requests; returns once all are started. */
  public void start(int count) throws InterruptedException {
    new Requester(client, cluster.hangingOrgId(), cluster.hangingPipelineIds(), conversation, 0)
        .submitAll(TICKET, count, seed);
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
}
