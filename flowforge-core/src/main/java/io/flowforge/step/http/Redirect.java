package io.flowforge.step.http;

import io.flowforge.redaction.SecretNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.URIUtils;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an answer that points elsewhere.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110, 15.4</a>
 */
sealed interface Redirect {

  /** How many are followed in one attempt. */
  int MAX_REDIRECTS = 10;

  /** The answer is none. */
  record None() implements Redirect {}

  /**
   * It is to be followed.
   *
   * @param withheld the headers that the other origin must not get
   */
  record Followed(ApiCall call, List<String> withheld) implements Redirect {}

  /**
   * It must not be followed.
   *
   * @param reason the end of a sentence
   */
  record Refused(String reason) implements Redirect {}

  /** What the headers of a body are called by; they go with it. */
  Set<String> OF_A_BODY =
      Set.of("content-type", "content-encoding", "content-language", "content-location");

  Pattern NOT_IN_URLS = Pattern.compile("[^\\x21-\\x7e]|[\"<>^`{|}]");

  /**
   * Decides.
   *
   * @param calls that were made in this attempt, in their order
   */
  static Redirect of(
      List<ApiCall> calls, int status, @Nullable String location, SecretNames names) {
    if (!Set.of(301, 302, 303, 307, 308).contains(status) || location == null) {
      return new None();
    }
    if (calls.size() > MAX_REDIRECTS) {
      return new Refused("these were " + MAX_REDIRECTS + " redirects already");
    }
    ApiCall last = calls.getLast();
    URI url = resolved(last.url(), location);
    if (url == null) {
      return new Refused("the address it leads to is malformed");
    }
    if (!isHttp(url)) {
      return new Refused("it leads to something else than http:// and https://");
    }
    if (isEncrypted(last.url()) && !isEncrypted(url)) {
      return new Refused("it leads from https:// to http://");
    }
    ApiCall next = next(last, url, status);
    List<String> withheld =
        isSameOrigin(last.url(), url)
            ? List.of()
            : next.headers().keySet().stream().filter(names.asPredicate()).toList();
    if (!isSameOrigin(last.url(), url) && !next.body().isEmpty()) {
      return new Refused("what was sent would go on to " + url.getRawAuthority());
    }
    if (calls.stream().anyMatch(call -> isSame(call, next))) {
      return new Refused("it leads in a circle");
    }
    return new Followed(next.withHeaders(without(next.headers(), withheld)), withheld);
  }

  /** The first answer that is not to be repeated as it was makes it a GET without a body. */
  private static ApiCall next(ApiCall last, URI url, int status) {
    boolean isGet =
        status == 303
            ? !last.method().equals("HEAD")
            : status < 303 && last.method().equals("POST");
    if (!isGet) {
      return last.at(url);
    }
    List<String> ofABody =
        last.headers().keySet().stream()
            .filter(name -> OF_A_BODY.contains(name.toLowerCase(Locale.ROOT)))
            .toList();
    return new ApiCall("GET", url, without(last.headers(), ofABody), "", "");
  }

  private static Map<String, String> without(Map<String, String> headers, List<String> names) {
    var rest = new LinkedHashMap<>(headers);
    rest.keySet().removeAll(names);
    return rest;
  }

  private static @Nullable URI resolved(URI base, String location) {
    try {
      URI url = URIUtils.resolve(base, new URI(encoded(location.strip())));
      // To Java, what stands before a host with an underscore is no user.
      if (url.getRawAuthority() == null || url.getRawAuthority().contains("@")) {
        return isHttp(url) ? null : url;
      }
      String text = url.toString();
      return new URI(text.contains("#") ? text.substring(0, text.indexOf('#')) : text);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The client reads bytes beyond ASCII as one character each. */
  private static String encoded(String location) {
    return NOT_IN_URLS
        .matcher(location)
        .replaceAll((MatchResult match) -> "%%%02X".formatted((int) match.group().charAt(0)));
  }

  private static boolean isHttp(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) || isEncrypted(url);
  }

  private static boolean isEncrypted(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  private static boolean isSame(ApiCall one, ApiCall other) {
    return one.method().equals(other.method()) && one.url().equals(other.url());
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  private static String origin(URI url) {
    String origin = (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    return origin.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
  }
}
