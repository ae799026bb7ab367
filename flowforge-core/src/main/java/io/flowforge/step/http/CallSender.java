package io.flowforge.step.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends one call, without following redirects.
 *
 * @param timeout the time to wait for the response; null for the client's default
 */
record CallSender(CloseableHttpClient client, @Nullable Duration timeout) {

  /**
   * Sends the call and reads the response.
   *
   * @throws IllegalArgumentException if the call is invalid
   * @throws IOException if there is no response
   */
  CallResponse send(ApiCall call) throws IOException, InterruptedException {
    HttpUriRequestBase request = request(call);
    var received = new AtomicReference<CallResponse>();
    try {
      return client.execute(
          request,
          response -> {
            CallResponse read = CallResponse.read(request, response);
            received.set(read);
            return read;
          });
    } catch (IOException e) {
      // If the thread is interrupted, a blocked call throws an IOException.
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while calling");
      }
      // After an aborted request, the client fails, but the response has been read.
      CallResponse read = received.get();
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
      // The entity has no type, so the header is sent as it is.
      request.setEntity(new ByteArrayEntity(call.bytes(), null));
      request.setHeader("Content-Type", call.effectiveContentType());
    }
    return request;
  }
}
