package io.flowforge.load.fairness;

import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/** An organization of its own with a pipeline of one step. */
final class Tenant {

  private static final String REQUESTS = "/api/service_request";

  /** More of one caller may need more memory than a server grants a single one. */
  private static final int CALLS_AT_ONCE = 4;

  private final Stack stack;
  private final String token;
  private final String submission;

  private Tenant(Stack stack, String token, String submission) {
    this.stack = stack;
    this.token = token;
    this.submission = submission;
  }

  /**
   * Creates the organization.
   *
   * @param number of the member who owns it
   * @param url what the step calls
   */
  static Tenant create(Stack stack, ServerAddress server, int number, String url) {
    String token = stack.token(number);
    long orgId =
        stack
            .http()
            .json(
                "POST",
                server.url() + "/api/organization",
                token,
                "{\"name\": \"Tenant %d\"}".formatted(number))
            .path("org_id")
            .asLong();
    String pipelineId =
        stack
            .http()
            .json("POST", server.url() + "/api/pipeline", token, pipeline(orgId, url))
            .path("id")
            .asText();
    return new Tenant(
        stack,
        token,
        "{\"pipeline_id\": \"%s\", \"org_id\": %d, \"form_data\": {}, \"remarks\": \"\"}"
            .formatted(pipelineId, orgId));
  }

  /** Submits a request, and returns its id. */
  String submit(ServerAddress server) {
    return stack
        .http()
        .json("POST", server.url() + REQUESTS, token, submission)
        .path("id")
        .asText();
  }

  void start(ServerAddress server, String id) {
    stack.http().bytes("PUT", server.url() + REQUESTS + "/" + id + "/start", token, "");
  }

  String statusOf(ServerAddress server, String id) {
    return stack
        .http()
        .json("GET", server.url() + REQUESTS + "/" + id, token, "")
        .path("service_request")
        .path("status")
        .asText();
  }

  /** Submits and starts as many requests, several at a time. */
  void start(ServerAddress server, int count) {
    try (var pool = new ForkJoinPool(CALLS_AT_ONCE)) {
      pool.submit(
              () ->
                  IntStream.range(0, count)
                      .parallel()
                      .forEach(_ -> start(server, submit(server))))
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the requests cannot be started", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String pipeline(long orgId, String url) {
    return """
        {"org_id": %d, "pipeline_name": "one call", "first_step_name": "s1",
         "form": {"fields": [{"name": "note", "title": "Note", "type": "input"}]},
         "steps": [{"step_name": "s1", "step_type": "API", "prev_step_name": "",
                    "next_step_name": "", "is_terminal_step": true, "timeout_seconds": 3600,
                    "parameters": {"method": "POST", "url": "%s"}}]}
        """
        .formatted(orgId, url);
  }
}
