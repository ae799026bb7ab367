package io.flowforge.step.http;

import java.io.IOException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls as they are.
 *
 * @param timeout how long to wait for the beginning of an answer; null for the client's own
 */
record CallSender(CloseableHttpClient client, @Nullable Duration timeout) {

  /**
   * Sends the call and reads the answer.
   *
   * @throws IllegalArgumentException when the call cannot be made
   * @throws IOException when there is no answer
   */
  CallResponse send(ApiCall call) throws IOException, InterruptedException {
    HttpUriRequestBase request = request(call);
    var answer = new AtomicReference<CallResponse>();
    try {
      return client.execute(
          request,
          response -> {
            CallResponse read = CallResponse.read(request, response);
            answer.set(read);
            return read;
          });
    } catch (IOException e) {
      // A blocked call ends with an exception of its own when its thread is interrupted.
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while calling");
      }
      // An answer that we gave up was read before the client trips over its end.
      CallResponse read = answer.get();
      if (read == null) {
        throw e;
      }
      return read;
    }
  }

  private HttpUriRequestBase request(ApiCall call) {
    var request = new HttpUriRequestBase(call.method(), call.url());
    if (timeout != null) {
      request.setConfig(
          RequestConfig.copy(CallClient.CALL).setResponseTimeout(Timeout.of(timeout)).build());
    }
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
}
