package io.flowforge.step.http.exchange;

import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** The head of a response, as far as it was read. */
final class CallResponseHead extends BasicClassicHttpResponse {

  private static final long serialVersionUID = 1;

  private boolean isComplete;
  private boolean isRegular = true;

  CallResponseHead(int status, String reason) {
    super(status, reason);
  }

  /** Tests whether the head was read to its end, so that the body comes next. */
  boolean isComplete() {
    return isComplete;
  }

  /** Tests whether every line was well-formed and within the limits. */
  boolean isRegular() {
    return isComplete && isRegular;
  }

  void complete() {
    isComplete = true;
  }

  void foundIrregularity() {
    isRegular = false;
  }
}
