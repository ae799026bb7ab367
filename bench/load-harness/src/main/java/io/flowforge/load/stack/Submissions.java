package io.flowforge.load.stack;

import io.flowforge.load.stack.Stack.ServerAddress;
import java.util.List;
import java.util.stream.IntStream;

/** Requests that are submitted, but not started, so that there is something to read. */
public final class Submissions {

  private final Stack stack;
  private final String url;
  private final String body;

  public Submissions(Stack stack, ServerAddress server) {
    this.stack = stack;
    url = server.url() + "/api/service_request";
    body =
        """
        {"pipeline_id": "%s", "org_id": %d, "form_data": {"ticket": "a ticket"}, "remarks": ""}
        """
            .formatted(stack.pipelineId(2), stack.orgId())
            .strip();
  }

  /** Returns the request body of a submission. */
  public String body() {
    return body;
  }

  /** Submits requests of all members in turn, and returns their ids. */
  public List<String> submit(int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            number -> stack.http().json("POST", url, stack.token(number), body).path("id").asText())
        .toList();
  }
}
