package io.flowforge.faults.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.load.LoadClient.FinalResponse;
import io.flowforge.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A member who submits requests, starts them, and cancels some of them while they run. */
public final class Requester {

  private static final int MAX_MILLIS_UNTIL_CANCEL = 2_000;
  private static final int THREADS = 8;
  private static final double SHARE_WITH_KEY = 0.5;
  private static final double SHARE_COPIED = 0.05;

  private final LoadClient client;
  private final int orgId;
  private final List<String> pipelineIds;
  private final Conversation conversation;
  private final double shareCancelled;
  private final boolean hasKeys;
  private final ObjectMapper json = Json.mapper();

  /** Creates a requester who sends no idempotency keys, and copies nothing. */
  public Requester(
      LoadClient client,
      int orgId,
      List<String> pipelineIds,
      Conversation conversation,
      double shareCancelled) {
    this(client, orgId, pipelineIds, conversation, shareCancelled, false);
  }

  /**
   * @param hasKeys whether to send idempotency keys, and to copy requests, which all servers must
   *     know
   */
  public Requester(
      LoadClient client,
      int orgId,
      List<String> pipelineIds,
      Conversation conversation,
      double shareCancelled,
      boolean hasKeys) {
    this.client = client;
    this.orgId = orgId;
    this.pipelineIds = pipelineIds;
    this.conversation = conversation;
    this.shareCancelled = shareCancelled;
    this.hasKeys = hasKeys;
  }

  /** Submits and starts one request, and perhaps cancels it. */
  public void submit(String ticket, Random random) throws InterruptedException {
    Optional<String> id = create(ticket, random);
    if (id.isPresent() && hasKeys && random.nextDouble() < SHARE_COPIED) {
      copy(id.get(), random);
    }
    if (id.isEmpty() || !hasDone(RequestAction.START, id.get(), random)) {
      return;
    }
    if (random.nextDouble() < shareCancelled) {
      Wait.pass(Duration.ofMillis(random.nextInt(MAX_MILLIS_UNTIL_CANCEL)));
      var _ = hasDone(RequestAction.CANCEL, id.get(), random);
    }
  }

  /**
   * Submits and starts requests from several threads, and returns once all are started.
   *
   * @param ticket how their tickets begin
   */
  public void submitAll(String ticket, int count, long seed) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> submissions = new ArrayList<>();
      for (int number = 1; number <= count; number++) {
        String one = ticket + number;
        var random = new Random(seed + number);
        submissions.add(
            threads.submit(
                () -> {
                  submit(one, random);
                  return one;
                }));
      }
      for (Future<?> submission : submissions) {
        var _ = submission.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request was not submitted", e.getCause());
    }
  }

  /** Submits a request. An attempt without a response may leave a request with an unknown id. */
  private Optional<String> create(String ticket, Random random) throws InterruptedException {
    String key = hasKeys && random.nextDouble() < SHARE_WITH_KEY ? "key-of-" + ticket : "";
    String body =
        json.createObjectNode()
            .put("org_id", orgId)
            .put("pipeline_id", pipelineIds.get(random.nextInt(pipelineIds.size())))
            .put("remarks", key)
            .set("form_data", json.createObjectNode().put("ticket", ticket))
            .toString();
    return created(client.send(random, "POST", "/api/service_request", body, key));
  }

  /** Submits a copy, which is never started, because its ticket is that of the request. */
  private void copy(String id, Random random) throws InterruptedException {
    String key = "copy-of-" + id;
    String body = json.createObjectNode().put("from", id).put("remarks", key).toString();
    var _ = created(client.send(random, "POST", "/api/service_request", body, key));
  }

  private Optional<String> created(Optional<FinalResponse> response) {
    if (response.isEmpty() || !response.get().isSuccess()) {
      return Optional.empty();
    }
    String id = idIn(response.get().body());
    conversation.accept(new AcceptedAction(id, RequestAction.CREATE, response.get().at()));
    return Optional.of(id);
  }

  private boolean hasDone(RequestAction action, String id, Random random)
      throws InterruptedException {
    Optional<FinalResponse> response =
        client.send(random, "PUT", "/api/service_request/" + id + "/" + action.path(), "");
    response
        .filter(FinalResponse::isSuccess)
        .ifPresent(success -> conversation.accept(new AcceptedAction(id, action, success.at())));
    // A conflict after a missing response: the earlier attempt took place.
    return response.map(last -> last.isSuccess() || !last.isFirst()).orElse(false);
  }

  private String idIn(String body) {
    try {
      return json.readTree(body).path("id").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a response that is not JSON: " + body, e);
    }
  }
}
