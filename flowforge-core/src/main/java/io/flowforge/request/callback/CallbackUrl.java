package io.flowforge.request.callback;

/**
 * The URL at which a step waits for a call.
 *
 * @param token the part of the URL that nobody else may know
 */
public record CallbackUrl(String url, String token) {

  /** Leaves out the token, which gives the right to call. */
  @Override
  public String toString() {
    return "CallbackUrl[]";
  }
}
