package io.flowforge.step.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.pipeline.Step;
import io.flowforge.redaction.SecretNames;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * {@code API}: calls an HTTP service. Completed when the answer is a 2xx.
 *
 * <p>Parameters: {@code method}, {@code url}, and as needed {@code headers} (an object) and {@code
 * data} (JSON).
 */
public final class ApiStep implements StepExecutor, AutoCloseable {

  private static final Logger LOG = System.getLogger(ApiStep.class.getName());

  private final CloseableHttpClient client;
  private final SecretNames secretNames;
  private final ObjectMapper json;

  /**
   * Creates the step type with an HTTP client of its own.
   *
   * @param maxConnections how many connections the client holds at most
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
          "'retry' needs the header Idempotency-Key, or a method that does the same when it is"
              + " repeated: do not set that header to an empty text");
    }
    return problems;
  }

  @Override
  public StepOutcome execute(StepContext context) throws InterruptedException {
    // Who asks for a longer attempt waits longer for the answer, too.
    var timeout = context.step().policy().timeout() == null ? null : context.timeout();
    return new CallAttempt(context, new CallSender(client, timeout), secretNames, json).run();
  }

  /** Closes the HTTP client; calls in flight fail. */
  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=call_client_not_closed", e);
    }
  }
}
