package io.flowforge.step.http.poll;

import io.flowforge.request.suspension.StepWait;
import io.flowforge.step.http.url.CallLocation;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The decision where a step looks next. */
sealed interface PollTarget {

  /** The longest URL that is remembered from one look to the next, in characters. */
  int MAX_URL = StepWait.MAX_MEMO - 200;

  int ACCEPTED = 202;

  /** The step's own call is repeated. */
  record Itself() implements PollTarget {}

  /** The URL is called with GET. */
  record At(String url) implements PollTarget {}

  /**
   * There is nothing to look at.
   *
   * @param reason the end of a sentence
   */
  record Nowhere(String reason) implements PollTarget {}

  /**
   * Decides after a response.
   *
   * @param method the method of the step
   * @param own the URL of the step
   * @param before the location that was looked at; empty for none
   */
  static PollTarget after(PolledResponse response, String method, URI own, String before) {
    String location = response.location();
    if (response.status() == ACCEPTED && location != null && !location.isBlank()) {
      return at(CallLocation.resolved(response.url(), location), own, response);
    }
    if (!before.isEmpty()) {
      return new At(before);
    }
    return method.equals("GET")
        ? new Itself()
        : new Nowhere(
            "there is nothing to look at: %s cannot be repeated safely, and the response is no 202 with a Location"
                .formatted(method));
  }

  private static PollTarget at(@Nullable URI url, URI own, PolledResponse response) {
    if (url == null) {
      return new Nowhere("its Location is malformed");
    }
    if (!CallLocation.isHttp(url) || !CallLocation.isSameOrigin(own, url)) {
      return new Nowhere(
          "its Location has another scheme, host or port than the step's URL; only the same ones are looked at");
    }
    String text = url.toString();
    if (text.length() > MAX_URL) {
      return new Nowhere(
          "its Location has %d characters; at most %d are looked at"
              .formatted(text.length(), MAX_URL));
    }
    return response.isSecret().test(url)
        ? new Nowhere(
            "its Location contains a secret, which must not be stored from one look to the next")
        : new At(text);
  }
}
