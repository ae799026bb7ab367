package io.flowforge.step.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.redaction.Redaction;
import io.flowforge.step.StepContext;
import io.flowforge.step.http.logging.BodyLines;
import io.flowforge.step.http.logging.BodyText;
import io.flowforge.step.http.logging.SecretFields;
import io.flowforge.step.http.output.ReadOutputs;
import java.net.URI;

/** The log of one attempt, without the secrets of its calls and responses. Not thread-safe. */
final class CallLog {

  /** The maximum length of a line, in characters. */
  private static final int MAX_LINE = 2_000;

  private static final int MAX_URL = 300;

  private final StepContext context;
  private final CallSettings settings;
  private final ObjectMapper json;
  private final CallSecrets secrets;

  private boolean hidesBodies;

  /** Masks secrets, in every text. */
  private Redaction redaction;

  /** Masks secrets and the values of sent headers, in bodies and in what targets say. */
  private Redaction echoes;

  CallLog(StepContext context, CallSettings settings, ObjectMapper json) {
    this.context = context;
    this.settings = settings;
    this.json = json;
    this.secrets = new CallSecrets(settings.secretNames()).inJson(context.values().formData());
    context.secrets().values().forEach(secret -> secrets.ofOrganization(secret.value()));
    context.secrets().hidden().forEach(secrets::ofOrganization);
    this.redaction = Redaction.of(secrets.found());
    this.echoes = redaction;
  }

  /** Logs the first call, with its body. */
  void calling(ApiCall call) {
    looking(call);
    info("Calling " + summary(call));
    body("Request body", call.body(), true);
  }

  /** Learns the secrets in a call that is not logged. */
  void looking(ApiCall call) {
    call.headers().forEach(secrets::inSentHeader);
    secrets.inQuery(call.url()).inText(call.body(), json);
    maskWhatWasFound();
  }

  /** Tests whether a URL of a target contains a secret, or a value with the name of one. */
  boolean hasSecret(URI url) {
    boolean hasName =
        new CallSecrets(settings.secretNames())
            .inQuery(url).found().stream().anyMatch(value -> !value.isBlank());
    String text = url.toString();
    return hasName || !redaction.masked(text).equals(text);
  }

  /** Learns the secrets in the headers of a response. */
  void received(CallResponse response) {
    response.headers().forEach(header -> secrets.inHeader(header.getName(), header.getValue()));
    maskWhatWasFound();
  }

  /** Learns the secret outputs in a response; without them, bodies are not shown any more. */
  void producing(ReadOutputs outputs) {
    outputs.secrets().forEach(secrets::ofOrganization);
    hidesBodies = outputs.mayHideSecrets();
    maskWhatWasFound();
  }

  /**
   * Logs a redirect that is followed.
   *
   * @param comment the end of the line
   * @param isLook whether nothing is logged, because there may be many looks
   */
  void redirected(ApiCall call, String comment, boolean isLook) {
    secrets.inQuery(call.url());
    maskWhatWasFound();
    if (!isLook) {
      info("Redirected to " + echoedSummary(call) + comment);
    }
  }

  /** Logs the beginning of a response's body, which explains errors such as 422. */
  void bodyOf(CallResponse response) {
    if (settings.loggedBodyBytes() == 0) {
      return;
    }
    if (hidesBodies) {
      info("Response body: not shown, because a secret output may be in it");
      return;
    }
    switch (response.body()) {
      case BodyText.NoBody _ -> {}
      case BodyText.ReadableBody(String text, boolean isWhole) -> {
        secrets.inText(text, json);
        maskWhatWasFound();
        body("Response body", text, isWhole);
      }
      case BodyText.HiddenBody(String reason) ->
          info("Response body: not shown, because " + reason);
    }
  }

  void info(String text) {
    context.log().info(masked(text));
  }

  /** Returns a sentence without secrets. */
  String masked(String text) {
    return redaction.shown(text, MAX_LINE);
  }

  /** Returns a text that may come from a target, without secrets and header values. */
  String echo(String text, int maxLength) {
    return echoes.shown(text, maxLength);
  }

  /** Returns an exception for the server's log in place of one that may show secrets. */
  IllegalStateException redacted(RuntimeException failure) {
    var redacted = new IllegalStateException(echo(failure.toString(), MAX_LINE));
    redacted.setStackTrace(failure.getStackTrace());
    return redacted;
  }

  /** Returns the summary of a call whose URL the pipeline sets. */
  String summary(ApiCall call) {
    return redaction.shown(call.summary(), MAX_URL);
  }

  /** Returns the summary of a call whose URL comes from a target. */
  String echoedSummary(ApiCall call) {
    return echo(call.summary(), MAX_URL);
  }

  /** Secrets are masked before a body is cut, so that no part of one remains. */
  private void body(String label, String text, boolean isWhole) {
    int maxBytes = settings.loggedBodyBytes();
    if (maxBytes > 0 && !text.isBlank()) {
      String fields = SecretFields.masked(text, settings.secretNames().asPredicate(), json);
      boolean isAll = isWhole && fields.length() <= Redaction.MIN_MASKED;
      BodyLines.of(label, echoes.masked(fields), maxBytes, isAll).forEach(context.log()::info);
    }
  }

  private void maskWhatWasFound() {
    redaction = redaction.and(secrets.found());
    echoes = echoes.and(secrets.found()).and(secrets.sentValues());
  }
}
