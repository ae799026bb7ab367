package io.flowforge.execution;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.pipeline.FailureKind;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.StepPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * {@code API}: calls an HTTP service. Completed when the answer is a 2xx.
 *
 * <p>Parameters: {@code method}, {@code url}, and as needed {@code headers} (an object) and {@code
 * data} (JSON).
 */
final class ApiStep implements StepExecutor {

  /** How much of an answer is read, in bytes. */
  private static final int MAX_ANSWER = 1 << 20;

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private final CloseableHttpClient client;
  private final ObjectMapper json;

  ApiStep(CloseableHttpClient client, ObjectMapper json) {
    this.client = client;
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
    ApiCall call;
    HttpUriRequestBase request;
    try {
      call = ApiCall.of(context.step().parameters(), context.values(), json);
      request = request(call, context);
    } catch (IllegalArgumentException e) {
      return new StepOutcome.Failed("The call could not be made: " + e.getMessage());
    }
    String line = call.method() + " " + withoutQuery(call.url());
    context.log().info("Calling " + line);
    var outcome = new AtomicReference<StepOutcome>();
    try {
      return client.execute(
          request,
          response -> {
            StepOutcome reached = outcome(context, request, response);
            outcome.set(reached);
            return reached;
          });
    } catch (IOException e) {
      // A blocked call ends with an exception of its own when its thread is interrupted.
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while calling");
      }
      // An answer that we gave up has told its outcome before the client trips over its end.
      StepOutcome reached = outcome.get();
      return reached != null ? reached : failure(line, e);
    }
  }

  private static HttpUriRequestBase request(ApiCall call, StepContext context) {
    var request = new HttpUriRequestBase(call.method(), call.url());
    if (context.step().policy().timeout() != null) {
      // Who asks for a longer attempt waits longer for the answer, too.
      request.setConfig(
          RequestConfig.custom().setResponseTimeout(Timeout.of(context.timeout())).build());
    }
    request.setHeader(ApiCall.IDEMPOTENCY_KEY, context.idempotencyKey());
    call.headers().forEach(request::setHeader);
    if (request.getFirstHeader(ApiCall.IDEMPOTENCY_KEY).getValue().isEmpty()) {
      // The pipeline says so: there are targets that refuse the header.
      request.removeHeaders(ApiCall.IDEMPOTENCY_KEY);
    }
    if (!call.body().isEmpty()) {
      request.setEntity(
          new StringEntity(
              call.body(),
              contentType(
                  request.containsHeader("Content-Type")
                      ? request.getFirstHeader("Content-Type").getValue()
                      : call.contentType())));
      request.removeHeaders("Content-Type");
    }
    return request;
  }

  private static ContentType contentType(String text) {
    try {
      return ContentType.parse(text);
    } catch (UnsupportedCharsetException e) {
      throw new IllegalArgumentException("there is no charset '" + e.getCharsetName() + "'", e);
    }
  }

  private static StepOutcome outcome(
      StepContext context, HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    int status = response.getCode();
    String length = lengthOf(request, response.getEntity());
    if (context.step().policy().isSuccess(status)) {
      context.log().info("Answered %d, %s".formatted(status, length));
      return new StepOutcome.Completed();
    }
    return new StepOutcome.AttemptFailed(
        "Answered %d %s, where %s was expected"
            .formatted(status, response.getReasonPhrase(), expected(context.step().policy())),
        FailureKind.status(status),
        pause(response));
  }

  private static String expected(StepPolicy policy) {
    return policy.successCodes() == null
        ? "a 2xx"
        : policy.successCodes().patterns().stream().sorted().collect(joining(" or "));
  }

  /** In seconds; a date is not looked at, because clocks differ. RFC 9110, 10.2.3. */
  private static Duration pause(ClassicHttpResponse response) {
    Header header = response.getFirstHeader("Retry-After");
    return header != null && SECONDS.matcher(header.getValue().strip()).matches()
        ? Duration.ofSeconds(Long.parseLong(header.getValue().strip()))
        : Duration.ZERO;
  }

  /**
   * Reads the answer, so that the connection can be used again, but never more than is sane: for
   * what is longer, the connection is given up.
   */
  private static String lengthOf(HttpUriRequestBase request, @Nullable HttpEntity entity)
      throws IOException {
    if (entity == null) {
      return "0 bytes";
    }
    int length = entity.getContent().readNBytes(MAX_ANSWER + 1).length;
    if (length <= MAX_ANSWER) {
      return length + " bytes";
    }
    // Closing the answer, or letting the client do so, would first read all of it.
    request.abort();
    return "more than " + MAX_ANSWER + " bytes; the rest was not read";
  }

  private static StepOutcome failure(String line, IOException failure) {
    return switch (failure) {
      case GuardedResolver.RefusedAddressException refused ->
          new StepOutcome.Failed(line + " failed: " + refused.getMessage());
      // Another attempt meets the same certificate.
      case SSLHandshakeException _, SSLPeerUnverifiedException _ ->
          new StepOutcome.Failed(
              line + " failed: the certificate of the host is not to be trusted");
      case UnknownHostException _ ->
          new StepOutcome.AttemptFailed(line + " failed: unknown host", FailureKind.CONNECTION);
      case ConnectTimeoutException _ ->
          new StepOutcome.AttemptFailed(
              line + " failed: nobody answered in time", FailureKind.CONNECTION);
      case InterruptedIOException _ ->
          new StepOutcome.AttemptFailed(line + " failed: no answer in time", FailureKind.TIMEOUT);
      default ->
          new StepOutcome.AttemptFailed(
              line + " failed: " + failure.getMessage(), FailureKind.CONNECTION);
    };
  }

  /** A query may hold what is nobody's business, and so may what comes after. */
  private static String withoutQuery(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }
}
