package io.flowforge.step.http.exchange;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request and receives the head of its response. A response counts from its status line on,
 * whatever its shape. Thread-safe.
 */
public final class ExchangeExecutor extends HttpRequestExecutor {

  /** The maximum number of interim responses, such as 103, before the final one. */
  private static final int MAX_INTERIM_RESPONSES = 100;

  /** The time to wait for a response to a request that the target did not read to its end. */
  private static final Timeout EARLY_RESPONSE = Timeout.ofMilliseconds(200);

  private static final Timeout AT_ONCE = Timeout.ofMilliseconds(1);

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      @Nullable HttpResponseInformationCallback interim,
      HttpContext context)
      throws IOException, HttpException {
    CallExchange exchange = CallExchange.in(context);
    try {
      exchange.begin(connection);
      ClassicHttpResponse response = response(request, connection, exchange);
      if (MessageSupport.canResponseHaveBody(request.getMethod(), response)) {
        receiveBody(connection, response, exchange);
      }
      return response;
    } catch (IOException | HttpException | RuntimeException e) {
      // A graceful end of an encrypted connection could wait for the target.
      connection.close(CloseMode.IMMEDIATE);
      if (exchange.isOverdue()) {
        var timeout = new SocketTimeoutException("the response took too long");
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    }
  }

  private static ClassicHttpResponse response(
      ClassicHttpRequest request, HttpClientConnection connection, CallExchange exchange)
      throws IOException, HttpException {
    try {
      send(request, connection);
    } catch (IOException e) {
      return earlyResponse(connection, exchange, e);
    }
    exchange.sent();
    return finalHead(connection, exchange);
  }

  private static void send(ClassicHttpRequest request, HttpClientConnection connection)
      throws IOException, HttpException {
    connection.sendRequestHeader(request);
    if (request.getEntity() != null) {
      connection.sendRequestEntity(request);
    }
    connection.flush();
  }

  /** Reads the response of a target that has closed the connection before the request's end. */
  private static ClassicHttpResponse earlyResponse(
      HttpClientConnection connection, CallExchange exchange, IOException failure)
      throws IOException, HttpException {
    exchange.forbidReuse();
    try {
      connection.setSocketTimeout(EARLY_RESPONSE);
      return finalHead(connection, exchange);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static ClassicHttpResponse finalHead(
      HttpClientConnection connection, CallExchange exchange) throws IOException, HttpException {
    for (int i = 0; i <= MAX_INTERIM_RESPONSES; i++) {
      if (!connection.isDataAvailable(connection.getSocketTimeout())) {
        // Either the time is over, or the connection: do not wait as long again.
        connection.setSocketTimeout(AT_ONCE);
      }
      exchange.startTimer(connection);
      ClassicHttpResponse response = connection.receiveResponseHeader();
      boolean isUpgrade = response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS;
      if (response.getCode() >= HttpStatus.SC_SUCCESS || isUpgrade) {
        exchange.answered();
        if (isUpgrade || !(response instanceof CallResponseHead head) || !head.isRegular()) {
          exchange.forbidReuse();
        }
        return response;
      }
      exchange.stopTimer();
    }
    throw new ProtocolException("Too many interim responses");
  }

  /** Makes the body readable, unless nothing is known about its length. */
  private static void receiveBody(
      HttpClientConnection connection, ClassicHttpResponse response, CallExchange exchange)
      throws IOException {
    if (response instanceof CallResponseHead head && !head.isComplete()) {
      exchange.withoutBody();
      return;
    }
    try {
      connection.receiveResponseEntity(response);
    } catch (HttpException e) {
      // The length is contradictory or not a number.
      exchange.withoutBody();
    }
  }
}
