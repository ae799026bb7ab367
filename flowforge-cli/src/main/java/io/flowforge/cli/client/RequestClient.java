package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.stream.OpenEventStream;
import io.flowforge.error.ConflictException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The calls about service requests. */
public final class RequestClient {

  private static final String REQUEST = "service_request";

  private final Api api;

  public RequestClient(Api api) {
    this.api = api;
  }

  /** Returns the request with its steps. */
  public JsonNode details(String id) {
    return api.get(ApiPath.of(REQUEST, id));
  }

  /** Submits a request, and returns it. */
  public JsonNode submit(ObjectNode submission) {
    return api.post(ApiPath.of(REQUEST), submission);
  }

  /** Submits a request like {@link #submit(ObjectNode)}, with a key if there is one. */
  public JsonNode submit(ObjectNode submission, Optional<String> idempotencyKey) {
    return idempotencyKey
        .map(key -> api.post(ApiPath.of(REQUEST), submission, key))
        .orElseGet(() -> submit(submission));
  }

  public void start(String id) {
    api.put(ApiPath.of(REQUEST, id, "start"));
  }

  /**
   * Starts the request unless it has started or ended.
   *
   * @return whether this call started it
   */
  public boolean startOnce(String id) {
    if (RequestStanding.of(details(id)) != RequestStanding.NOT_STARTED) {
      return false;
    }
    try {
      start(id);
      return true;
    } catch (ConflictException e) {
      // Another call may have started it in between.
      if (RequestStanding.of(details(id)) == RequestStanding.NOT_STARTED) {
        throw e;
      }
      return false;
    }
  }

  public void approve(String id) {
    api.put(ApiPath.of(REQUEST, id, "approve"));
  }

  public void reject(String id, ObjectNode remarks) {
    api.put(ApiPath.of(REQUEST, id, "reject"), remarks);
  }

  public void cancel(String id) {
    api.put(ApiPath.of(REQUEST, id, "cancel"));
  }

  /**
   * Retries the request, and returns the run that has begun.
   *
   * @param fromStep empty for the step that failed
   * @param pipelineId a later version of the pipeline; empty for the same one
   */
  public JsonNode retry(String id, Optional<String> fromStep, Optional<String> pipelineId) {
    ObjectNode wanted = JsonNodeFactory.instance.objectNode();
    fromStep.ifPresent(step -> wanted.put("from_step", step));
    pipelineId.ifPresent(pipeline -> wanted.put("pipeline_id", pipeline));
    return api.put(ApiPath.of(REQUEST, id, "retry"), wanted);
  }

  /**
   * Returns a part of the history of the request.
   *
   * @param before the number of the transition before which it ends; empty for the latest part
   */
  public JsonNode history(String id, OptionalLong before, int size) {
    ApiPath path = ApiPath.of(REQUEST, id, "history").with("page_size", size);
    return api.get(before.isPresent() ? path.with("before", before.getAsLong()) : path);
  }

  /** Returns the log of a step in a run, which need not be the latest one. */
  public JsonNode logOfRun(String id, String step, int run) {
    return api.get(ApiPath.of(REQUEST, id, "logs", step).with("run", run));
  }

  /** Returns the lines of a step's log from the offset on; all lines if the step has ended. */
  public JsonNode log(String id, String step, int offset) {
    return api.get(ApiPath.of(REQUEST, id, "logs", step).with("offset", offset));
  }

  /**
   * Opens the stream of what happens to the request and of its log lines.
   *
   * @param lastEventId of the last event that was received; empty for all since the beginning
   */
  public OpenEventStream events(String id, String lastEventId) {
    return api.events(ApiPath.of(REQUEST, id, "events"), lastEventId);
  }

  /**
   * Returns a page of the requests of an organization, newest first.
   *
   * @param ofAll whether to list the requests of all members, which only admins may
   * @param statuses none for all statuses
   * @param last the id of the last request of the page before; empty for the first page
   */
  public JsonNode page(
      int orgId, boolean ofAll, Set<String> statuses, Optional<String> last, int size) {
    ApiPath path = ofAll ? ApiPath.of(REQUEST, "admin") : ApiPath.of(REQUEST);
    path = path.with("org_id", orgId).with("page_size", size);
    if (last.isPresent()) {
      path = path.with("before", last.get());
    }
    return api.get(statuses.isEmpty() ? path : path.with("status", String.join(",", statuses)));
  }
}
