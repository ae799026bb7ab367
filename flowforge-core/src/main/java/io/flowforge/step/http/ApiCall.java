package io.flowforge.step.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.media.BodyCharset;
import io.flowforge.media.MediaType;
import io.flowforge.scan.CharacterSet;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.http.body.BodyProblems;
import io.flowforge.step.http.body.BodyReader;
import io.flowforge.step.http.body.BodySource;
import io.flowforge.step.http.body.BodyTemplate;
import io.flowforge.step.http.declaration.CallDeclaration;
import io.flowforge.step.http.url.HostName;
import io.flowforge.uri.PercentEncoding;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP call of an API step, with the requester's values filled in.
 *
 * @param body the request body; empty for none
 * @param contentType the content type of the body, unless a header overrides it
 */
record ApiCall(
    String method, URI url, Map<String, String> headers, String body, String contentType) {

  private static final String CONTENT_TYPE = "Content-Type";

  /** A URL with literal scheme, host and port: form data cannot choose the target. */
  private static final CharacterSet NOT_IN_AUTHORITY = CharacterSet.of("/?#@$\\ \t\n\u000b\f\r");

  /** See <a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2">RFC 9110, 9.2.2</a>. */
  private static final Set<String> IDEMPOTENT_METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /** Returns the problems of a step's parameters. */
  static List<String> problemsOf(ObjectNode parameters, ObjectMapper json) {
    List<String> problems = problemsOfCall(parameters);
    JsonNode headers = parameters.path("headers");
    problems.addAll(
        new BodyProblems(new BodyReader(json))
            .of(bodyOf(parameters, CallHeaders.contentTypeIn(headers))));
    return problems;
  }

  /** Returns the problems with which no call is made, even of a pipeline that is stored. */
  private static List<String> problemsOfCall(ObjectNode parameters) {
    List<String> problems = new ArrayList<>();
    if (methodIn(parameters).isEmpty()) {
      problems.add("missing required parameter: 'method'");
    } else if (!CallDeclaration.METHODS.contains(methodIn(parameters))) {
      problems.add(
          "parameter 'method' must be one of " + String.join(", ", CallDeclaration.METHODS));
    }
    String url = parameters.path("url").asText("");
    if (url.isBlank()) {
      problems.add("missing required parameter: 'url'");
    } else if (!hasLiteralOrigin(url)) {
      problems.add(
          "parameter 'url' must begin with http:// or https:// and a host without placeholders,"
              + " user or password");
    }
    problems.addAll(CallHeaders.problemsOf(parameters.path("headers")));
    return problems;
  }

  /**
   * Returns the problems of values that cannot be filled in, each with the names of the fields.
   * Parameters that have problems themselves are not checked.
   */
  static List<String> problemsOf(
      ObjectNode parameters, PlaceholderValues values, ObjectMapper json) {
    if (!problemsOfCall(parameters).isEmpty()) {
      return List.of();
    }
    var problems = new ValueProblems();
    problems.check(parameters, () -> FilledLength.require(parameters, values));
    if (!problems.found().isEmpty()) {
      return problems.found();
    }
    problems.check(
        parameters.path("url"), () -> uri(values.inUrl(parameters.path("url").asText())));
    JsonNode headers = parameters.path("headers");
    for (var header : headers.properties()) {
      var alone = JsonNodeFactory.instance.objectNode();
      alone.set(header.getKey(), header.getValue());
      problems.check(alone, () -> CallHeaders.of(alone, values));
    }
    if (problems.found().isEmpty()) {
      problems.check(headers, () -> CallHeaders.of(headers, values));
    }
    if (problems.found().isEmpty() && problemsOf(parameters, json).isEmpty()) {
      problems.check(parameters.path("data"), () -> filled(parameters, values, json));
    }
    return problems.found();
  }

  /**
   * Creates the call from a step's parameters and form data.
   *
   * @throws IllegalArgumentException if a value is invalid in its context; the message names it
   */
  static ApiCall of(ObjectNode parameters, PlaceholderValues values, ObjectMapper json) {
    List<String> problems = problemsOfCall(parameters);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.getFirst());
    }
    var _ = FilledLength.require(parameters, values);
    return filled(parameters, values, json);
  }

  /** Fills in values whose length has been checked. */
  private static ApiCall filled(
      ObjectNode parameters, PlaceholderValues values, ObjectMapper json) {
    String template = parameters.path("url").asText();
    Map<String, String> headers = CallHeaders.of(parameters.path("headers"), values);
    BodySource source = bodyOf(parameters, CallHeaders.contentTypeIn(headers));
    BodyTemplate body = new BodyReader(json).read(source);
    String contentType = source.hasContentType() ? source.contentType() : body.contentType();
    Charset charset = BodyCharset.of(typeOf(contentType), source.data().asText(""));
    return new ApiCall(
        methodIn(parameters),
        uri(values.inUrl(template)),
        headers,
        body.filled(values, charset),
        body.contentType());
  }

  private static BodySource bodyOf(ObjectNode parameters, String contentType) {
    return new BodySource(
        parameters.path("data"),
        parameters.path("escape"),
        contentType,
        CallHeaders.hasLiteralContentType(parameters.path("headers")));
  }

  private static MediaType typeOf(String contentType) {
    return MediaType.of(contentType).orElse(MediaType.UNKNOWN);
  }

  /** Returns the value of the header {@code Content-Type} that belongs to the body. */
  String effectiveContentType() {
    String set = CallHeaders.contentTypeIn(headers);
    return set.isBlank() ? contentType : set;
  }

  /** Returns the headers as they are sent, with the type of the body. */
  Map<String, String> sentHeaders() {
    Map<String, String> sent = new LinkedHashMap<>(headers);
    if (!body.isEmpty()) {
      sent.keySet().removeIf(name -> name.equalsIgnoreCase(CONTENT_TYPE));
      sent.put(CONTENT_TYPE, effectiveContentType());
    }
    return sent;
  }

  /** Returns the body in the charset of its content type. */
  byte[] bytes() {
    return body.getBytes(BodyCharset.of(typeOf(effectiveContentType()), body));
  }

  /** Tests whether a repeated call is safe: by an idempotent method or an idempotency key. */
  static boolean isRepeatable(ObjectNode parameters) {
    return IDEMPOTENT_METHODS.contains(methodIn(parameters))
        || !CallHeaders.removeKey(parameters.path("headers"));
  }

  /** Tests whether repeating the call has no further effect, whatever its headers. */
  boolean isIdempotent() {
    return IDEMPOTENT_METHODS.contains(method);
  }

  /** Returns a copy with this idempotency key, unless the pipeline sets or removes it. */
  ApiCall withIdempotencyKey(String key) {
    Map<String, String> keyed = new LinkedHashMap<>();
    if (headers.keySet().stream().noneMatch(CallHeaders::isKey)) {
      keyed.put(CallHeaders.IDEMPOTENCY_KEY, key);
    }
    headers.forEach(
        (name, value) -> {
          if (!CallHeaders.isBlankKey(name, value)) {
            keyed.put(name, value);
          }
        });
    return withHeaders(keyed);
  }

  /**
   * Returns the call of a look: a GET of the location without body and key, or this call without
   * the key.
   */
  ApiCall asLook(Optional<URI> location) {
    Map<String, String> kept = new LinkedHashMap<>(headers);
    kept.keySet()
        .removeIf(
            name ->
                CallHeaders.isKey(name)
                    || (location.isPresent()
                        && Redirect.BODY_HEADERS.contains(name.toLowerCase(Locale.ROOT))));
    return location
        .map(url -> new ApiCall("GET", url, kept, "", ""))
        .orElseGet(() -> withHeaders(kept));
  }

  ApiCall withHeaders(Map<String, String> newHeaders) {
    return new ApiCall(method, url, newHeaders, body, contentType);
  }

  ApiCall withoutHeaders(List<String> names) {
    Map<String, String> remaining = new LinkedHashMap<>(headers);
    remaining.keySet().removeAll(names);
    return withHeaders(remaining);
  }

  ApiCall withUrl(URI newUrl) {
    return new ApiCall(method, newUrl, headers, body, contentType);
  }

  /** Returns method and URL for logs, without query and fragment, which may hold secrets. */
  String summary() {
    return method + " " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }

  /** Tests whether scheme, host and port are literal: form data cannot choose the target. */
  static boolean hasLiteralOrigin(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0
        || !Set.of("http", "https").contains(url.substring(0, scheme).toLowerCase(Locale.ROOT))) {
      return false;
    }
    int authority = scheme + "://".length();
    int end = NOT_IN_AUTHORITY.indexIn(url, authority);
    return end > authority && (end == url.length() || "/?#".indexOf(url.charAt(end)) >= 0);
  }

  private static String methodIn(ObjectNode parameters) {
    return parameters.path("method").asText("").strip().toUpperCase(Locale.ROOT);
  }

  private static URI uri(String text) {
    try {
      String ascii = HostName.inAscii(text.strip());
      URI uri = new URI(ascii.replace(" ", PercentEncoding.encode(" ")));
      // A request line is ASCII.
      return new URI(uri.toASCIIString());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the URL is malformed near character " + e.getIndex(), e);
    }
  }
}
