package io.flowforge.identity;

import java.io.IOException;

/** The cause of a failure that began with an unexpected response. Says nothing of its body. */
final class ResponseFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient RetryHeaders retry;

  ResponseFailure(ProviderResponse response) {
    super(response.toString());
    status = response.status();
    retry = response.retry();
  }

  int status() {
    return status;
  }

  RetryHeaders retry() {
    return retry;
  }
}
