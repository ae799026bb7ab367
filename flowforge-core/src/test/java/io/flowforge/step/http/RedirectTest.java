package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.redaction.SecretNames;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

  private static final ApiCall POST =
      new ApiCall(
          "POST",
          URI.create("https://h/a/b?q=1"),
          Map.of("Authorization", "Bearer t", "content-type", "text/plain", "X-Id", "7"),
          "body",
          "text/plain");

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET", "302, POST, GET", "303, POST, GET", "307, POST, POST", "308, POST, POST",
    "301, PUT, PUT", "302, DELETE, DELETE", "303, PUT, GET", "303, DELETE, GET", "308, PUT, PUT",
    "301, HEAD, HEAD", "303, HEAD, HEAD", "302, GET, GET", "303, GET, GET", "307, PATCH, PATCH"
  })
  void repeatsTheMethodOrTurnsItIntoGet(int status, String method, String next) {
    ApiCall call = new ApiCall(method, POST.url(), POST.headers(), "body", "text/plain");

    ApiCall followed = followed(call, status, "/c");

    assertThat(followed.method()).isEqualTo(next);
    boolean isRepeated = method.equals(next) && !(status == 303 && method.equals("GET"));
    assertThat(followed.body()).isEqualTo(isRepeated ? "body" : "");
    assertThat(followed.headers().containsKey("content-type")).isEqualTo(isRepeated);
    assertThat(followed.headers()).containsEntry("Authorization", "Bearer t");
  }

  @ParameterizedTest
  @CsvSource({
    "c, https://h/a/c",
    "/c?d#e, https://h/c?d",
    "?d=e, https://h/a/b?d=e",
    "../c, https://h/c",
    "https://h:443/c, https://h:443/c",
    "HTTPS://H/c, https://h/c",
    "//h/c, https://h/c",
    "/a b|c, https://h/a%20b%7Cc",
    "/%C3%A4, https://h/%C3%A4",
    "/\u00c3\u00a4, https://h/%C3%A4" // the client decodes the UTF-8 of an ä like this
  })
  void resolvesTheLocation(String location, String url) {
    // A call without a body may be repeated anywhere.
    assertThat(followed(get("https://h/a/b?q=1"), 302, location).url()).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://h/c", "http://other/c", "http://h:81/c", "http://h./c", "http://[::1]/c"})
  void anotherOriginGetsHeadersOfTheAllowListOnly(String location) {
    Map<String, String> allowed =
        headers(
            "Accept,accept-language,Accept-Encoding,Accept-Version,Content-Type,USER-AGENT,"
                + "idempotency-key,traceparent");
    Map<String, String> others =
        headers(
            "Authorization,cookie,X-Api-Key,X-Functions-Key,Ocp-Apim-Subscription-Key,X-Auth-Key,"
                + "DD-Application-Key,X-Id,Referer,Origin,tracestate,From,Accept-Token,"
                + "Idempotency-Key2,X-Accept,Acceptance,User-Agent-Pin,Content-Type2");
    Map<String, String> all = new LinkedHashMap<>(others);
    all.putAll(allowed);

    Redirect.Followed followed = redirected("http://h/a", location, all);

    assertThat(followed.call().headers()).isEqualTo(allowed);
    assertThat(followed.withheld()).containsExactlyElementsOf(others.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h:80/c", "/c", "HTTP://H/c", "?c", "//h/c"})
  void theSameOriginGetsAllHeaders(String location) {
    Map<String, String> headers = headers("Authorization,X-Functions-Key,Accept");

    Redirect.Followed followed = redirected("http://h/a", location, headers);

    assertThat(followed.call().headers()).isEqualTo(headers);
    assertThat(followed.withheld()).isEmpty();
  }

  @Test
  void whatAnotherOriginDidNotGetDoesNotReturnToTheFirst() {
    Redirect.Followed there =
        redirected("http://h/a", "http://other/b", headers("X-Functions-Key,Accept"));

    Redirect back = Redirect.of(List.of(there.call()), 302, "http://h/c", SecretNames.USUAL);

    assertThat(((Redirect.Followed) back).call().headers()).containsOnlyKeys("Accept");
  }

  private static Redirect.Followed redirected(
      String url, String location, Map<String, String> headers) {
    var call = new ApiCall("GET", URI.create(url), headers, "", "");
    return (Redirect.Followed) Redirect.of(List.of(call), 302, location, SecretNames.USUAL);
  }

  private static Map<String, String> headers(String names) {
    Map<String, String> headers = new LinkedHashMap<>();
    List.of(names.split(",")).forEach(name -> headers.put(name, "x"));
    return headers;
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void noBodyGoesToAnotherOrigin(int status) {
    assertThat(Redirect.of(List.of(POST), status, "https://other/c", SecretNames.USUAL))
        .isEqualTo(new Redirect.Refused("it would send the request body to another origin, other"));
    // A redirect that turns the call into a GET drops the body.
    assertThat(followed(POST, 303, "https://other/c").body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/c", "HTTP://h/c", "http://other/c"})
  void httpsIsNotDowngraded(String location) {
    assertRefused(location, "it leads from https:// to http://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://h/c", "file:///etc/passwd", "javascript:alert(1)", "gopher://h:6379/_x"})
  void onlyHttpIsFollowed(String location) {
    assertRefused(location, "its Location is neither http:// nor https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:pw@h/c",
        "https://user:pw@my_host/c",
        "//user@my_host/c",
        "https://h@other/c",
        "https:///c",
        "https:c",
        "https://[::1/c",
        "\\\\other\\c",
        "https://other\\@h/c",
        "/%zz"
      })
  void aMalformedLocationIsNotFollowed(String location) {
    assertRefused(location, "its Location is malformed");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 300, 304, 305, 306, 399, 404})
  void otherStatusCodesAreNoRedirects(int status) {
    assertThat(Redirect.of(List.of(POST), status, "/c", SecretNames.USUAL))
        .isEqualTo(new Redirect.None());
  }

  @Test
  void aResponseWithoutLocationIsNoRedirect() {
    assertThat(Redirect.of(List.of(POST), 302, null, SecretNames.USUAL))
        .isEqualTo(new Redirect.None());
  }

  @Test
  void circlesEnd() {
    ApiCall first = get("https://h/a");
    ApiCall second = get("https://h/b");

    assertThat(Redirect.of(List.of(first, second), 302, "/a", SecretNames.USUAL))
        .isEqualTo(new Redirect.Refused("it leads into a loop"));
    // A GET of the URL of a POST is a different call.
    assertThat(followed(POST, 303, "").method()).isEqualTo("GET");
  }

  @Test
  void tenAreFollowed() {
    List<ApiCall> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(get("https://h/" + i));
    }
    assertThat(Redirect.of(calls, 302, "/next", SecretNames.USUAL))
        .isInstanceOf(Redirect.Followed.class);
    calls.add(get("https://h/10"));
    assertThat(Redirect.of(calls, 302, "/next", SecretNames.USUAL))
        .isEqualTo(new Redirect.Refused("the limit of 10 redirects is reached"));
  }

  private static void assertRefused(String location, String reason) {
    assertThat(Redirect.of(List.of(get("https://h/a")), 302, location, SecretNames.USUAL))
        .isEqualTo(new Redirect.Refused(reason));
  }

  private static ApiCall followed(ApiCall call, int status, String location) {
    return ((Redirect.Followed) Redirect.of(List.of(call), status, location, SecretNames.USUAL))
        .call();
  }

  private static ApiCall get(String url) {
    return new ApiCall("GET", URI.create(url), Map.of(), "", "");
  }
}
