package io.flowforge.step.http;

import io.flowforge.step.http.exchange.BodyRoom;
import io.flowforge.step.http.exchange.CallExchange;
import io.flowforge.step.http.exchange.ReadingTime;
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
 * @param reading the time to read the response
 * @param place where a large body is kept; null to keep only the beginning of a body
 */
record CallSender(
    CloseableHttpClient client,
    @Nullable Duration timeout,
    ReadingTime reading,
    BodyRoom.@Nullable BodyPlace place) {

  /** The number of times that a request is sent again which the target may have received. */
  private static final int MAX_RESENT = 1;

  /** The number of closed connections that are tried, more than the client may have. */
  private static final int MAX_CLOSED = 1_000;

  /**
   * Sends the call and reads the response. It is sent again if it was sent over a connection that
   * the target had already closed, provided that this cannot have an effect twice.
   *
   * @throws IllegalArgumentException if the call is invalid
   * @throws IOException if there is no response
   */
  CallResponse send(ApiCall call) throws IOException, InterruptedException {
    int resent = 0;
    int closed = 0;
    while (true) {
      try (var exchange = new CallExchange(reading, place)) {
        try {
          return send(call, exchange);
        } catch (IOException e) {
          boolean isBelowMaximum =
              exchange.isSent() ? resent++ < MAX_RESENT : closed++ < MAX_CLOSED;
          if (!isBelowMaximum || !exchange.mayBeRepeated(e, call.isIdempotent())) {
            throw e;
          }
        }
      }
    }
  }

  private CallResponse send(ApiCall call, CallExchange exchange)
      throws IOException, InterruptedException {
    HttpUriRequestBase request = request(call);
    var received = new AtomicReference<CallResponse>();
    try {
      return client.execute(
          request,
          exchange.context(),
          response -> {
            CallResponse read = CallResponse.read(request, response, exchange);
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
    call.sentHeaders().forEach(request::setHeader);
    if (!call.body().isEmpty()) {
      // The entity has no type, so the header is sent as it is.
      request.setEntity(new ByteArrayEntity(call.bytes(), null));
    }
    return request;
  }
}
