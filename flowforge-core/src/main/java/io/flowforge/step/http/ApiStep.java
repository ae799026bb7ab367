package io.flowforge.step.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.declaration.StepDeclaration;
import io.flowforge.pipeline.reference.PlaceholderPlace;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.PreviewableStep;
import io.flowforge.step.PreviewedCall;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.http.declaration.CallDeclaration;
import io.flowforge.step.http.exchange.BodyRoom;
import io.flowforge.step.http.exchange.ReadingTime;
import io.flowforge.step.http.output.OutputReader;
import io.flowforge.step.http.output.SecretOutputPlaces;
import io.flowforge.step.http.poll.PollRules;
import io.flowforge.step.http.poll.Polling;
import io.flowforge.step.http.secret.SecretPlaces;
import io.flowforge.trace.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * {@code API}: calls an HTTP service. The step completes if the status code of the response is 2xx,
 * or one of the step's own success codes.
 *
 * <p>Parameters: {@code method}, {@code url}, and optionally {@code headers} (an object of
 * strings), {@code data} (JSON or a string), {@code escape} (the rules for values in a string) and
 * {@code poll} (looks at the target until a condition holds, in the queue rather than in a thread).
 */
public final class ApiStep implements StepExecutor, PreviewableStep, AutoCloseable {

  private static final Logger LOG = System.getLogger(ApiStep.class.getName());

  private final CloseableHttpClient client;
  private final CallSettings settings;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final CallRules rules;
  private final AddressPolicy addresses;
  private final BodyRoom bodies;

  /**
   * Creates the step type and its HTTP client.
   *
   * @param maxConnections the maximum number of connections of the client
   * @param clock this machine's clock
   */
  public static ApiStep open(
      CallSettings settings,
      int maxConnections,
      ObjectMapper json,
      MeterRegistry meters,
      InstantSource clock) {
    return new ApiStep(
        CallClient.open(settings, maxConnections, meters),
        settings,
        json,
        clock,
        BodyRoom.ofHeap());
  }

  ApiStep(
      CloseableHttpClient client,
      CallSettings settings,
      ObjectMapper json,
      InstantSource clock,
      BodyRoom bodies) {
    this.client = client;
    this.settings = settings;
    this.json = json;
    this.clock = clock;
    this.bodies = bodies;
    this.addresses = new AddressPolicy(settings.allowsPrivateTargets());
    this.rules = new CallRules(json, addresses);
  }

  @Override
  public String name() {
    return CallDeclaration.NAME;
  }

  @Override
  public StepDeclaration declaration() {
    return CallDeclaration.VALUE;
  }

  @Override
  public Set<String> parameterNames() {
    return declaration().parameterNames();
  }

  @Override
  public List<String> problemsHere(Step step) {
    List<String> problems = new ArrayList<>(rules.problemsHere(step.parameters()));
    problems.addAll(PollRules.problemsHere(step.parameters(), settings.maxWait()));
    return problems;
  }

  @Override
  public List<String> problemsOf(Step step) {
    List<String> problems = new ArrayList<>(rules.problemsOf(step.parameters()));
    problems.addAll(PollRules.problemsOf(step.parameters()));
    if (step.policy().retry() != null && !ApiCall.isRepeatable(step.parameters())) {
      problems.add(
          "'retry' requires an idempotent method or the header Idempotency-Key: do not set that"
              + " header to an empty string");
    }
    return problems;
  }

  @Override
  public List<String> problemsOfValues(Step step, ObjectNode formData) {
    var values =
        new PlaceholderValues(formData).withStandIns(Placeholders.namesIn(step.parameters()));
    return ApiCall.problemsOf(step.parameters(), values, json);
  }

  @Override
  public List<String> problemsOfSecrets(Step step, Set<String> names, KnownSecrets secrets) {
    return new SecretPlaces(step.parameters(), names).problems(secrets);
  }

  @Override
  public List<String> problemsOfOutputs(Step step) {
    return OutputReader.problemsOf(step);
  }

  @Override
  public List<String> problemsOfSecretOutputs(List<PlaceholderPlace> places) {
    return SecretOutputPlaces.problemsOf(places);
  }

  /** Returns the reason for which this server never calls an address; empty if it does. */
  public Optional<String> refusalOf(InetAddress address) {
    return addresses.refusalOf(address).map(GuardedResolver::reason);
  }

  @Override
  public Optional<PreviewedCall> callOf(
      Step step, PlaceholderValues values, String idempotencyKey) {
    ApiCall call = ApiCall.of(step.parameters(), values, json).withIdempotencyKey(idempotencyKey);
    String url = call.url().toString();
    int fragment = url.indexOf('#');
    return Optional.of(
        new PreviewedCall(
            call.method(),
            fragment < 0 ? url : url.substring(0, fragment),
            call.sentHeaders(),
            call.body()));
  }

  @Override
  public List<String> notesOn(Step step, PlaceholderValues values) {
    return Polling.in(step.parameters()).stream().map(Polling::inWords).toList();
  }

  @Override
  public StepOutcome execute(StepContext context) throws InterruptedException {
    // A pipeline's own timeout of an attempt also applies to the response.
    var timeout = context.step().policy().timeout() == null ? null : timeoutOfCall(context);
    var reading =
        ReadingTime.within(context.timeout(), timeout == null ? settings.timeout() : timeout);
    try (BodyRoom.BodyPlace place = bodies.place(context.request().orgId())) {
      boolean keepsBody =
          OutputReader.readsBody(context.step()) || Polling.readsBody(context.step().parameters());
      var sender = new CallSender(client, timeout, reading, keepsBody ? place : null);
      return new CallAttempt(context, sender, settings, json, clock).run();
    }
  }

  /** A look times out by itself: if the attempt did, the next one would repeat the call. */
  private static Duration timeoutOfCall(StepContext context) {
    return context.suspension().isPresent()
        ? context.timeout().multipliedBy(9).dividedBy(10)
        : context.timeout();
  }

  /** Closes the HTTP client; calls in flight fail. */
  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException | IllegalBlockingModeException e) {
      // The latter if a step that has not stopped is looking at a connection at this moment.
      LOG.log(Level.WARNING, LogEvent.of("call_client_not_closed").toString(), e);
    }
  }
}
