package io.flowforge.execution;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
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
  public List<String> faultsOf(ObjectNode parameters) {
    return ApiCall.faultsOf(parameters, json);
  }

  @Override
  public StepOutcome execute(StepContext context) throws InterruptedException {
    ApiCall call;
    HttpUriRequestBase request;
    try {
      call = ApiCall.of(context.step().parameters(), context.values(), json);
      request = request(call, context.idempotencyKey());
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
            StepOutcome reached = outcome(request, response, context.log());
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
      return reached != null ? reached : new StepOutcome.Failed(line + " failed: " + reason(e));
    }
  }

  private static HttpUriRequestBase request(ApiCall call, String idempotencyKey) {
    var request = new HttpUriRequestBase(call.method(), call.url());
    request.setHeader("Idempotency-Key", idempotencyKey);
    call.headers().forEach(request::setHeader);
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
      HttpUriRequestBase request, ClassicHttpResponse response, StepLog log) throws IOException {
    int status = response.getCode();
    String length = lengthOf(request, response.getEntity());
    boolean isSuccess = status >= 200 && status < 300;
    if (isSuccess) {
      log.info("Answered %d, %s".formatted(status, length));
      return new StepOutcome.Completed();
    }
    return new StepOutcome.Failed(
        "Answered %d %s, where a 2xx was expected".formatted(status, response.getReasonPhrase()));
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

  private static String reason(IOException failure) {
    return switch (failure) {
      case GuardedResolver.RefusedAddressException refused -> String.valueOf(refused.getMessage());
      case UnknownHostException _ -> "unknown host";
      case InterruptedIOException _ -> "no answer in time";
      default -> String.valueOf(failure.getMessage());
    };
  }

  /** A query may hold what is nobody's business, and so may what comes after. */
  private static String withoutQuery(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }
}
