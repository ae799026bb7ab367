package io.flowforge.step.http;

import io.flowforge.redaction.SecretNames;
import io.flowforge.step.http.url.CallLocation;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a response that may be a redirect.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110, 15.4</a>
 */
sealed interface Redirect {

  /** The maximum number of redirects that one attempt follows. */
  int MAX_REDIRECTS = 10;

  /** The response is not a redirect. */
  record None() implements Redirect {}

  /**
   * The redirect is followed.
   *
   * @param withheld the names of headers that are not sent to the other origin
   */
  record Followed(ApiCall call, List<String> withheld) implements Redirect {}

  /**
   * The redirect is not followed.
   *
   * @param reason the reason, as the end of a sentence
   */
  record Refused(String reason) implements Redirect {}

  /** The headers that describe a body and are removed with it. */
  Set<String> BODY_HEADERS =
      Set.of("content-type", "content-encoding", "content-language", "content-location");

  /**
   * The headers, beside {@code Accept-*}, that may go to another origin: they describe the caller
   * or the content. Any other header may be a credential, whatever its name.
   */
  Set<String> PUBLIC_HEADERS =
      Set.of("accept", "content-type", "user-agent", "idempotency-key", "traceparent");

  /**
   * Decides about the response to the last call.
   *
   * @param calls the calls of this attempt, in order
   */
  static Redirect of(
      List<ApiCall> calls, int status, @Nullable String location, SecretNames names) {
    if (!Set.of(301, 302, 303, 307, 308).contains(status) || location == null) {
      return new None();
    }
    if (calls.size() > MAX_REDIRECTS) {
      return new Refused("the limit of " + MAX_REDIRECTS + " redirects is reached");
    }
    ApiCall last = calls.getLast();
    URI url = CallLocation.resolved(last.url(), location);
    if (url == null) {
      return new Refused("its Location is malformed");
    }
    if (!CallLocation.isHttp(url)) {
      return new Refused("its Location is neither http:// nor https://");
    }
    if (CallLocation.isEncrypted(last.url()) && !CallLocation.isEncrypted(url)) {
      return new Refused("it leads from https:// to http://");
    }
    ApiCall next = next(last, url, status);
    List<String> withheld =
        CallLocation.isSameOrigin(last.url(), url)
            ? List.of()
            : next.headers().keySet().stream().filter(isWithheld(names)).toList();
    if (!CallLocation.isSameOrigin(last.url(), url) && !next.body().isEmpty()) {
      return new Refused(
          "it would send the request body to another origin, " + url.getRawAuthority());
    }
    if (calls.stream().anyMatch(call -> isSame(call, next))) {
      return new Refused("it leads into a loop");
    }
    return new Followed(next.withHeaders(without(next.headers(), withheld)), withheld);
  }

  /** Returns the call to the new URL: the same, or a GET without a body. */
  private static ApiCall next(ApiCall last, URI url, int status) {
    boolean isGet =
        status == 303
            ? !last.method().equals("HEAD")
            : status < 303 && last.method().equals("POST");
    if (!isGet) {
      return last.withUrl(url);
    }
    List<String> bodyHeaders =
        last.headers().keySet().stream()
            .filter(name -> BODY_HEADERS.contains(name.toLowerCase(Locale.ROOT)))
            .toList();
    return new ApiCall("GET", url, without(last.headers(), bodyHeaders), "", "");
  }

  /** A header that was withheld once is not in the next call, so no later origin gets it either. */
  private static Predicate<String> isWithheld(SecretNames names) {
    Predicate<String> isSecret = names.asPredicate();
    return name -> {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean isPublic = lower.startsWith("accept-") || PUBLIC_HEADERS.contains(lower);
      return !isPublic || isSecret.test(name);
    };
  }

  private static Map<String, String> without(Map<String, String> headers, List<String> names) {
    var remaining = new LinkedHashMap<>(headers);
    remaining.keySet().removeAll(names);
    return remaining;
  }

  private static boolean isSame(ApiCall one, ApiCall other) {
    return one.method().equals(other.method()) && one.url().equals(other.url());
  }
}
