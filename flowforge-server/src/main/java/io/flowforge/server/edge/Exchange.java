package io.flowforge.server.edge;

import io.flowforge.server.edge.request.RequestBody;
import io.flowforge.server.edge.request.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the current request and its response, which the receiving half of a connection
 * shares with the sending half. Used by the connection's thread only.
 */
final class Exchange {

  private @Nullable RequestBody body;
  private boolean isHttp10;
  private boolean isWithoutResponseBody;
  private boolean isContinued;
  private boolean isResponding;
  private boolean isLast;

  /** Discards the last request; another may follow. */
  void awaitNext() {
    body = null;
    isHttp10 = false;
    isWithoutResponseBody = false;
    isResponding = false;
  }

  /** Records that a request has arrived up to its body. */
  void begin(RequestHead received, @Nullable RequestBody receivedBody) {
    body = receivedBody;
    isHttp10 = received.isHttp10();
    isWithoutResponseBody = received.isWithoutResponseBody();
    isContinued = !received.expectsContinue();
    isLast = received.isLast();
  }

  /** Returns the body if some of it has not been read. */
  @Nullable RequestBody unreadBody() {
    return body == null || body.isRead() ? null : body;
  }

  boolean isHttp10() {
    return isHttp10;
  }

  /**
   * Returns whether the client takes everything after the head of the response for the next one.
   */
  boolean isWithoutResponseBody() {
    return isWithoutResponseBody;
  }

  /** Returns whether the head of the response has been written. */
  boolean isResponding() {
    return isResponding;
  }

  /** Records that the client has been told to send its body. */
  void continued() {
    isContinued = true;
  }

  /** Records that the head of the response is written. */
  void respond() {
    isResponding = true;
  }

  /** Records that nothing can follow the current request. */
  void end() {
    isLast = true;
  }

  /** Returns whether the connection ends with the response. */
  boolean isLast() {
    RequestBody unread = unreadBody();
    // A client that was not told to send its body may send it or not, so the next bytes are
    // ambiguous.
    return isLast || (unread != null && !(isContinued && unread.isNearlyRead()));
  }
}
