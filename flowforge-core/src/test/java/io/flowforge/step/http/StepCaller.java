package io.flowforge.step.http;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.pipeline.reference.OutputRule;
import io.flowforge.pipeline.reference.StepFlow;
import io.flowforge.request.callback.CallbackState;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.secret.reference.AllowedHosts;
import io.flowforge.secret.reference.SecretValue;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepLog;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.StepProgress;
import io.flowforge.step.StepRequest;
import io.flowforge.step.http.exchange.BodyRoom;
import io.flowforge.testing.JsonText;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** Executes API steps and collects their logs. */
final class StepCaller implements AutoCloseable {

  /** The time on the clock of this machine. */
  static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static final String GET = "{'method': 'GET', 'url': '%s'}";

  private static final StepProgress BEGIN =
      new StepProgress(NOW, null, new CallbackState.NotIssued());

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private final CloseableHttpClient client;
  private final BodyRoom bodies = new BodyRoom(4);
  private volatile CallSettings settings;
  private volatile StepPolicy policy = StepPolicy.DEFAULT;
  private volatile StepSecrets secrets = StepSecrets.NONE;

  /** Creates a caller that may call this machine. */
  StepCaller() {
    this(new GuardedResolver(new AddressPolicy(true)));
  }

  StepCaller(GuardedResolver resolver) {
    this(ExecutionSettings.defaults().calls().timeout(), ClientLimits.of(32), resolver);
  }

  /** Creates a caller with limits that a test can reach. */
  StepCaller(Duration timeout, ClientLimits limits) {
    this(timeout, limits, new GuardedResolver(new AddressPolicy(true)));
  }

  private StepCaller(Duration timeout, ClientLimits limits, GuardedResolver resolver) {
    this.settings = ExecutionSettings.defaults().calls().withTimeout(timeout);
    this.client = CallClient.open(timeout, limits, resolver, new CompositeMeterRegistry());
  }

  /** Sets the policy of the steps from now on. */
  void useStepPolicy(StepPolicy newPolicy) {
    policy = newPolicy;
  }

  /** Sets a secret that the steps from now on may use, and the hosts that it may be sent to. */
  void useSecret(String name, String value, String... hosts) {
    secrets =
        new StepSecrets(
            List.of(new SecretValue(name, value, new AllowedHosts(List.of(hosts)))), "", List.of());
  }

  /** Adds a secret of other steps, such as one of their outputs, that a value may contain. */
  void hide(String value) {
    secrets = secrets.hiding(value);
  }

  /** Sets the number of bytes of each body that the log shows from now on. */
  void useLoggedBodyBytes(int count) {
    settings = settings.withLoggedBodyBytes(count);
  }

  StepOutcome execute(String parameters, String formData) throws InterruptedException {
    return api().execute(context(parameters, formData, policy, secrets, BEGIN, new Lines(log)));
  }

  /** Executes a step of an organization that takes the whole body of a response as an output. */
  StepOutcome getBody(String url, int orgId, Duration timeout) throws InterruptedException {
    StepContext plain = contextOfGet(url);
    var limited = new StepPolicy(timeout, null, null);
    var flow = new StepFlow("s", Map.of("all", new OutputRule("", null, null, false, false)), "");
    return api()
        .execute(
            new StepContext(
                new Step("s", "API", "", "", plain.step().parameters(), true, limited, flow),
                plain.values(),
                plain.secrets(),
                new StepRequest("r", 1, orgId, "u"),
                plain.idempotencyKey(),
                plain.attempt(),
                timeout,
                plain.progress(),
                new Lines(log)));
  }

  /** Returns the memory for large bodies, which has room for four. */
  BodyRoom bodies() {
    return bodies;
  }

  /** Executes a step again that was suspended before. */
  StepOutcome look(String parameters, Instant now, StepWait wait) throws InterruptedException {
    var progress = new StepProgress(now, wait, new CallbackState.NotIssued());
    return api().execute(context(parameters, "{}", policy, secrets, progress, new Lines(log)));
  }

  /** Executes a step, and looks again, without a pause, until it is suspended no more. */
  StepOutcome executeToTheEnd(String parameters) throws InterruptedException {
    StepOutcome outcome = execute(parameters, "{}");
    Instant now = NOW;
    for (int looks = 0; outcome instanceof StepOutcome.Suspended suspended; looks++) {
      delays.add(suspended.delay());
      now = now.plus(suspended.delay());
      var wait = new StepWait(suspended.waitsFor(), NOW, now, false, looks, suspended.memo());
      outcome = look(parameters, now, wait);
    }
    return outcome;
  }

  /** Returns for how long steps have been suspended. */
  List<Duration> delays() {
    return delays;
  }

  private ApiStep api() {
    return new ApiStep(client, settings, Json.mapper(), InstantSource.fixed(NOW), bodies);
  }

  /** Returns the context of a step that calls a URL with GET. */
  static StepContext contextOfGet(String url) {
    return context(
        GET.formatted(url),
        "{}",
        StepPolicy.DEFAULT,
        StepSecrets.NONE,
        BEGIN,
        new Lines(new CopyOnWriteArrayList<>()));
  }

  /** The timeout is that of the policy, as in a running server. */
  private static StepContext context(
      String parameters,
      String formData,
      StepPolicy policy,
      StepSecrets secrets,
      StepProgress progress,
      StepLog log) {
    return new StepContext(
        new Step("s", "API", "", "", JsonText.object(parameters), true, policy),
        new PlaceholderValues(JsonText.object(formData)).with(secrets),
        secrets,
        new StepRequest("r", 1, 1, "u"),
        "r/s/1",
        1,
        policy.timeout() == null ? Duration.ofMinutes(1) : policy.timeout(),
        progress,
        log);
  }

  /** Executes a step that calls a URL with GET. */
  StepOutcome get(String url) throws InterruptedException {
    return execute(GET.formatted(url), "{}");
  }

  List<String> log() {
    return log;
  }

  /** Returns the reason of a failure of either kind. */
  static String reason(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Failed(String reason) -> reason;
      case StepOutcome.AttemptFailed failed -> failed.reason();
      case StepOutcome.Completed _, StepOutcome.WaitsForApproval _, StepOutcome.Suspended _ ->
          throw new AssertionError("the step did not fail");
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

  private record Lines(List<String> log) implements StepLog {

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
