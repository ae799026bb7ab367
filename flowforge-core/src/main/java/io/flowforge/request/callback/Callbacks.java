package io.flowforge.request.callback;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Author;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.callback.CallbackLinks;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.Transition;
import io.flowforge.request.suspension.StepWaitStore;
import io.flowforge.secret.seal.ClosedSealException;
import io.flowforge.secret.seal.DerivedTokens;
import io.flowforge.secret.seal.Seal;
import io.flowforge.secret.seal.SealScope;
import io.flowforge.secret.seal.SealedValue;
import io.flowforge.settings.PublicUrl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Calls from outside that continue a step. The token in the URL is all that a caller needs, so it
 * is derived from a key of the operator, and stored only as a hash. Safe for use by many threads.
 */
public final class Callbacks {

  /** The path before a token. */
  public static final String PATH = "/api/callback/";

  /** The maximum size of the body of a call, in bytes of UTF-8. */
  public static final int MAX_BODY_BYTES = 64 * 1024;

  private static final int MAX_CONTENT_TYPE = 200;

  private final Database database;
  private final ExecutionStateStore states;
  private final RequestStateMachine stateMachine;
  private final Keys keys;
  private final Optional<PublicUrl> publicUrl;
  private final InstantSource clock;
  private final CallbackStore store = new CallbackStore();
  private final StepWaitStore waits = new StepWaitStore();

  /** What the keys of the operator are used for here. */
  public record Keys(Seal seal, DerivedTokens tokens) {}

  /**
   * @param publicUrl where others reach this server; without it there are no URLs
   * @param clock in microseconds, the precision of PostgreSQL
   */
  public Callbacks(
      Database database,
      ExecutionStateStore states,
      RequestStateMachine stateMachine,
      Keys keys,
      Optional<PublicUrl> publicUrl,
      InstantSource clock) {
    this.database = database;
    this.states = states;
    this.stateMachine = stateMachine;
    this.keys = keys;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /** Returns whether a step passes on the URL of a later one, which is no field of the form. */
  public static boolean isUsedBy(Step step, Pipeline pipeline) {
    return Placeholders.namesIn(step.parameters()).contains(CallbackLinks.URL)
        && pipeline.form().fields().stream()
            .noneMatch(field -> field.name().equals(CallbackLinks.URL));
  }

  /**
   * Returns the URL of the next step that waits for a call. All attempts of a run get the same one;
   * another run makes a new one, and the old one is known no longer.
   *
   * @param state in which a step that uses the URL is executed
   * @throws InvalidException if there can be none; the message says what to do
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  public CallbackUrl urlFor(ExecutionState state, Step step, Pipeline pipeline) {
    Step waiting =
        pipeline.stepsInOrder().stream()
            .dropWhile(other -> !other.equals(step))
            .skip(1)
            .filter(other -> other.stepType().equals(CallbackLinks.STEP_TYPE))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidException(
                        "${callback.url} has no value: no step of the type WAIT_FOR_CALLBACK"
                            + " follows"));
    if (publicUrl.isEmpty() || !keys.tokens().arePossible()) {
      throw new InvalidException(
          "${callback.url} has no value: %s is not set on this server"
              .formatted(publicUrl.isEmpty() ? PublicUrl.SETTING : "FLOWFORGE_SECRET_KEYS"));
    }
    String token = database.inTransaction(tx -> tokenFor(tx, state, waiting.stepName()));
    return new CallbackUrl(publicUrl.get().at(PATH + token), token);
  }

  private String tokenFor(Tx tx, ExecutionState state, String stepName) {
    String purpose =
        "callback|%d|%d|%s|%s".formatted(state.orgId(), state.run(), state.requestId(), stepName);
    Optional<String> known =
        store
            .find(tx, state.requestId(), stepName)
            .filter(issued -> issued.run() == state.run())
            .flatMap(issued -> keys.tokens().token(issued.keyId(), purpose));
    if (known.isPresent()) {
      return known.get();
    }
    String keyId = keys.tokens().firstKeyId();
    String token = keys.tokens().token(keyId, purpose).orElseThrow();
    store.issue(tx, state, stepName, keyId, hashOf(token), clock.instant());
    return token;
  }

  /** Returns what has become of the call that the current step of a request waits for. */
  public CallbackState stateOf(ExecutionState state) {
    return database.inTransaction(
        tx -> {
          Optional<CallbackStore.StoredCall> call =
              store.received(tx, state.requestId(), state.currentStep());
          if (call.isPresent()) {
            return opened(state, call.get());
          }
          return store.find(tx, state.requestId(), state.currentStep()).isPresent()
              ? new CallbackState.Awaited()
              : new CallbackState.NotIssued();
        });
  }

  /** Returns whether the call that the current step waits for has come. */
  public boolean hasCome(Tx tx, ExecutionState state) {
    return store.received(tx, state.requestId(), state.currentStep()).isPresent();
  }

  /**
   * Returns what a token belongs to, by one statement that looks into indexes. What it says now,
   * {@link #receive} checks again.
   *
   * @throws NotFoundException if the token belongs to no step
   * @throws ConflictException if the URL has been called before, or its request has ended
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  public CallbackDestination requireKnown(String token) {
    byte[] hash = hashOf(token);
    CallbackStore.KnownUrl known =
        database
            .inTransaction(tx -> tx.last(() -> store.findKnown(tx, hash)))
            .orElseThrow(Callbacks::unknown);
    requireCounting(known.isReceived(), known.status());
    return known.destination();
  }

  private static void requireCounting(boolean isReceived, RequestStatus status) {
    if (isReceived) {
      throw alreadyCalled();
    }
    if (status.isEnd()) {
      throw new ConflictException(
          "the request that waited for this call has ended; nothing was changed");
    }
  }

  /**
   * Takes a call. The step that waits for it goes on at once; one that has not begun yet will not
   * wait.
   *
   * @param contentType the media type of the body, empty if the caller named none
   * @throws NotFoundException if the token belongs to no step
   * @throws ConflictException if the URL has been called before, or its request has ended
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond
   */
  public void receive(String token, String contentType, String body) {
    if (body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY_BYTES) {
      throw new InvalidException(
          "the body has more than %d bytes; send fewer".formatted(MAX_BODY_BYTES));
    }
    byte[] hash = hashOf(token);
    database.useTransaction(
        tx -> {
          CallbackStore.Issued issued = store.find(tx, hash).orElseThrow(Callbacks::unknown);
          ExecutionState state =
              states.lock(tx, issued.requestId()).orElseThrow(Callbacks::unknown);
          receive(tx, state, issued, hash, contentType, body);
        });
  }

  private void receive(
      Tx tx,
      ExecutionState state,
      CallbackStore.Issued issued,
      byte[] hash,
      String contentType,
      String body) {
    requireCounting(issued.isReceived(), state.status());
    if (!keys.seal().hasKeys()) {
      throw new UnavailableException(
          "this server has no keys with which to keep the call; the operator must set"
              + " FLOWFORGE_SECRET_KEYS");
    }
    String type = contentType.length() > MAX_CONTENT_TYPE ? "" : contentType;
    SealedValue sealed = keys.seal().seal(scopeOf(state, issued.stepName(), issued.run()), body);
    Instant now = clock.instant();
    // Whoever called at the same time, or began another run, has been waited for by now.
    if (!store.receive(tx, hash, now, type, sealed)) {
      throw store.find(tx, hash).isPresent() ? alreadyCalled() : unknown();
    }
    if (state.isSuspended() && state.currentStep().equals(issued.stepName())) {
      waits.signal(tx, state.requestId());
      var _ =
          stateMachine.recordLocked(
              tx, state, Transition.signal(state, CallbackLinks.STEP_TYPE), Author.SYSTEM);
    }
  }

  private static NotFoundException unknown() {
    return new NotFoundException("no such callback URL");
  }

  private static ConflictException alreadyCalled() {
    return new ConflictException("this callback URL has been called before; it counts once");
  }

  private CallbackState opened(ExecutionState state, CallbackStore.StoredCall call) {
    try {
      SealScope scope = scopeOf(state, state.currentStep(), call.run());
      return new CallbackState.Received(call.contentType(), keys.seal().open(scope, call.body()));
    } catch (ClosedSealException e) {
      return new CallbackState.Unreadable(e.reason());
    }
  }

  private static SealScope scopeOf(ExecutionState state, String stepName, int run) {
    return new SealScope(state.orgId(), "callback " + state.requestId() + " " + stepName, run);
  }

  private static byte[] hashOf(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
