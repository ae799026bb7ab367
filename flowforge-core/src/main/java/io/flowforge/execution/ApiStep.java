package io.flowforge.execution;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * {@code API}: calls an HTTP service. Completed when the answer is a 2xx.
 *
 * <p>Parameters: {@code method}, {@code url}, and as needed {@code headers} (an object) and {@code
 * data} (JSON).
 */
final class ApiStep implements StepExecutor {

  private final CloseableHttpClient client;
  private final SecretNames secretNames;
  private final ObjectMapper json;

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
  public List<String> faultsOf(Step step) {
    List<String> faults = new ArrayList<>(ApiCall.faultsOf(step.parameters(), json));
    if (step.policy().retry() != null && !ApiCall.isRepeatable(step.parameters())) {
      faults.add(
          "'retry' needs the header Idempotency-Key, or a method that does the same when it is"
              + " repeated: do not set that header to an empty text");
    }
    return faults;
  }

  @Override
  public StepOutcome execute(StepContext context) throws InterruptedException {
    // Who asks for a longer attempt waits longer for the answer, too.
    var timeout = context.step().policy().timeout() == null ? null : context.timeout();
    return new CallAttempt(context, new CallSender(client, timeout), secretNames, json).run();
  }
}
