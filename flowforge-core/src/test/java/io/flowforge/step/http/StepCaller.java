package io.flowforge.step.http;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.redaction.SecretNames;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepLog;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.JsonText;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** Executes API steps, and keeps what they log. */
final class StepCaller implements AutoCloseable {

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CloseableHttpClient client;
  private StepPolicy policy = StepPolicy.DEFAULT;

  /** May call this machine. */
  StepCaller() {
    this(new GuardedResolver(new AddressPolicy(true)));
  }

  StepCaller(GuardedResolver resolver) {
    this.client =
        CallClient.open(
            ExecutionSettings.defaults().calls(), 32, resolver, new CompositeMeterRegistry());
  }

  /** Has other statuses count as success from now on. */
  void goBy(StepPolicy other) {
    policy = other;
  }

  StepOutcome execute(String parameters, String formData) throws InterruptedException {
    var step = new Step("s", "API", "", "", JsonText.object(parameters), true, policy);
    var context =
        new StepContext(
            step,
            new PlaceholderValues(JsonText.object(formData)),
            "r/s/1",
            1,
            Duration.ofMinutes(1),
            new Lines());
    return new ApiStep(client, SecretNames.USUAL, Json.mapper()).execute(context);
  }

  /** Calls with GET. */
  StepOutcome get(String url) throws InterruptedException {
    return execute("{'method': 'GET', 'url': '%s'}".formatted(url), "{}");
  }

  List<String> log() {
    return log;
  }

  /** Why a step failed, however it did. */
  static String reason(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Failed(String reason) -> reason;
      case StepOutcome.AttemptFailed failed -> failed.reason();
      case StepOutcome.Completed _, StepOutcome.WaitsForApproval _ ->
          throw new AssertionError("it did not fail");
    };
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Lines implements StepLog {

    @Override
    public void info(String text) {
      log.add(text);
    }

    @Override
    public void error(String text) {
      log.add(text);
    }
  }
}
