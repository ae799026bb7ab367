package io.flowforge.identity;

import java.net.URI;

/**
 * A response of the identity provider, with any status code.
 *
 * @param contentType empty if the header is missing
 */
public record ProviderResponse(
    URI uri, int status, String contentType, String body, RetryHeaders retry) {

  /** Omits the body, which may contain a token. */
  @Override
  public String toString() {
    return uri + " responded with " + status;
  }
}
