package io.flowforge.identity;

import java.net.URI;

/** A response of the identity provider, with any status code. */
public record ProviderResponse(URI uri, int status, String body, RetryHeaders retry) {

  /** Omits the body, which may contain a token. */
  @Override
  public String toString() {
    return uri + " responded with " + status;
  }
}
