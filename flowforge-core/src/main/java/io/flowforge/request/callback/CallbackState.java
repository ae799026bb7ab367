package io.flowforge.request.callback;

/** What has become of the call that a step waits for. */
public sealed interface CallbackState {

  /** Nobody has been given a URL for the step. */
  record NotIssued() implements CallbackState {}

  /** Somebody has been given the URL and has not called it. */
  record Awaited() implements CallbackState {}

  /**
   * The call has come.
   *
   * @param contentType the media type of the body, empty if the caller named none
   * @param body what the caller sent
   */
  record Received(String contentType, String body) implements CallbackState {

    /** Leaves out the body, which may contain a secret. */
    @Override
    public String toString() {
      return "Received[contentType=" + contentType + "]";
    }
  }

  /**
   * The call has come, but its body cannot be opened.
   *
   * @param reason the end of a sentence about the body
   */
  record Unreadable(String reason) implements CallbackState {}
}
