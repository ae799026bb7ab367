package io.flowforge.cli.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.faults.Client.Answer;
import io.flowforge.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Submits requests, starts them, and cancels some of them while they run. */
final class Requester {

  private static final int MAX_MILLIS_UNTIL_CANCEL = 2_000;

  private final Client client;
  private final int orgId;
  private final List<String> pipelineIds;
  private final Conversation conversation;
  private final double shareCancelled;
  private final ObjectMapper json = Json.mapper();

  Requester(
      Client client,
      int orgId,
      List<String> pipelineIds,
      Conversation conversation,
      double shareCancelled) {
    this.client = client;
    this.orgId = orgId;
    this.pipelineIds = pipelineIds;
    this.conversation = conversation;
    this.shareCancelled = shareCancelled;
  }

  /** Takes one request as far as its requester does. */
  void submit(String ticket, Random random) throws InterruptedException {
    Optional<String> id = create(ticket, random);
    if (id.isEmpty() || !did(Action.START, id.get(), random)) {
      return;
    }
    if (random.nextDouble() < shareCancelled) {
      Time.pass(Duration.ofMillis(random.nextInt(MAX_MILLIS_UNTIL_CANCEL)));
      var _ = did(Action.CANCEL, id.get(), random);
    }
  }

  /** An attempt without an answer may leave a request behind of which nobody knows the id. */
  private Optional<String> create(String ticket, Random random) throws InterruptedException {
    String body =
        json.createObjectNode()
            .put("org_id", orgId)
            .put("pipeline_id", pipelineIds.get(random.nextInt(pipelineIds.size())))
            .set("form_data", json.createObjectNode().put("ticket", ticket))
            .toString();
    Optional<Answer> answer = client.send(random, "POST", "/api/service_request", body);
    if (answer.isEmpty() || !answer.get().isSuccess()) {
      return Optional.empty();
    }
    String id = idIn(answer.get().body());
    conversation.accept(new Accepted(id, Action.CREATE, answer.get().at()));
    return Optional.of(id);
  }

  private boolean did(Action action, String id, Random random) throws InterruptedException {
    Optional<Answer> answer =
        client.send(random, "PUT", "/api/service_request/" + id + "/" + action.path(), "");
    answer
        .filter(Answer::isSuccess)
        .ifPresent(success -> conversation.accept(new Accepted(id, action, success.at())));
    // A conflict after silence: the attempt that was not answered took place.
    return answer.map(given -> given.isSuccess() || !given.isFirst()).orElse(false);
  }

  private String idIn(String body) {
    try {
      return json.readTree(body).path("id").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON: " + body, e);
    }
  }
}
