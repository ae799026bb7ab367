package io.flowforge.step.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Step;
import io.flowforge.redaction.SecretNames;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * {@code API}: calls an HTTP service. The step completes if the status code of the response is 2xx,
 * or one of the step's own success codes.
 *
 * <p>Parameters: {@code method}, {@code url}, and optionally {@code headers} (an object of
 * strings), {@code data} (JSON or a string) and {@code escape} (the rules for values in a string).
 */
public final class ApiStep implements StepExecutor, AutoCloseable {

  private static final Logger LOG = System.getLogger(ApiStep.class.getName());

  private final CloseableHttpClient client;
  private final SecretNames secretNames;
  private final ObjectMapper json;

  /**
   * Creates the step type and its HTTP client.
   *
   * @param maxConnections the maximum number of connections of the client
   */
  public static ApiStep open(
      CallSettings settings, int maxConnections, ObjectMapper json, MeterRegistry meters) {
    return new ApiStep(
        CallClient.open(settings, maxConnections, meters), settings.secretNames(), json);
  }

  ApiStep(CloseableHttpClient client, SecretNames secretNames, ObjectMapper json) {
    this.client = client;
    this.secretNames = secretNames;
    this.json = json;
  }

  @Override
  public String name() {
    return "API";
  }

  @Override
  public List<String> problemsOf(Step step) {
    List<String> problems = new ArrayList<>(ApiCall.problemsOf(step.parameters(), json));
    if (step.policy().retry() != null && !ApiCall.isRepeatable(step.parameters())) {
      problems.add(
          "'retry' requires an idempotent method or the header Idempotency-Key: do not set that"
              + " header to an empty string");
    }
    return problems;
  }

  @Override
  public List<String> problemsOfValues(Step step, ObjectNode formData) {
    return ApiCall.problemsOf(step.parameters(), new PlaceholderValues(formData), json);
  }

  @Override
  public StepOutcome execute(StepContext context) throws InterruptedException {
    // A pipeline's own timeout of an attempt also applies to the response.
    var timeout = context.step().policy().timeout() == null ? null : context.timeout();
    return new CallAttempt(context, new CallSender(client, timeout), secretNames, json).run();
  }

  /** Closes the HTTP client; calls in flight fail. */
  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, LogEvent.of("call_client_not_closed").toString(), e);
    }
  }
}
