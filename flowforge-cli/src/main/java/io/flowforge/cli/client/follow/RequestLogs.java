package io.flowforge.cli.client.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.StepOrder;
import io.flowforge.cli.output.Results;
import io.flowforge.error.NotFoundException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The log lines of a request. */
public final class RequestLogs {

  private final RequestClient requests;
  private final String id;

  public RequestLogs(RequestClient requests, String id) {
    this.requests = requests;
    this.id = id;
  }

  /**
   * Prints the lines that there are now.
   *
   * @param step the name of a step; empty for all
   */
  public void print(Optional<String> step, Results results) {
    print(step, results, name -> requests.log(id, name, 0));
  }

  /** Prints the lines of a run. */
  public void printRun(int run, Optional<String> step, Results results) {
    print(step, results, name -> requests.logOfRun(id, name, run));
  }

  private void print(Optional<String> step, Results results, Function<String, JsonNode> log) {
    ObjectNode logs = JsonNodeFactory.instance.objectNode();
    for (JsonNode each : chosen(step)) {
      String name = each.path("name").asText();
      logs.set(name, log.apply(name).path("logs"));
    }
    results.logs(logs);
  }

  /** Prints lines until the request ends or waits for a person. */
  public void follow(Optional<String> step, Results results, PrintWriter err)
      throws InterruptedException {
    chosen(step);
    var progress = RequestProgress.ofLines(requests, results.progress(), step);
    var _ = new RequestFollower(requests, progress, err).follow(id, Duration.ZERO);
  }

  private List<JsonNode> chosen(Optional<String> step) {
    List<JsonNode> steps = StepOrder.of(requests.details(id));
    if (step.isEmpty()) {
      return steps;
    }
    List<JsonNode> found =
        steps.stream().filter(each -> each.path("name").asText().equals(step.get())).toList();
    if (found.isEmpty()) {
      throw new NotFoundException(
          "service request %s has no step '%s'; list them with flowforge request steps"
              .formatted(id, step.get()));
    }
    return found;
  }
}
