package io.flowforge.step.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.step.PlaceholderValues;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The call that an API step makes, with the requester's values in it.
 *
 * @param body empty for none
 * @param contentType what the body is, unless a header says something else
 */
record ApiCall(
    String method, URI url, Map<String, String> headers, String body, String contentType) {

  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  /** Scheme, host and port are literal: no value of a form can choose whom to call. */
  private static final Pattern LITERAL_ORIGIN =
      Pattern.compile("(?i)https?://[^/?#@$\\\\\\s]+([/?#].*)?", Pattern.DOTALL);

  /** See <a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2">RFC 9110, 9.2.2</a>. */
  private static final Set<String> IDEMPOTENT_METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  static List<String> problemsOf(ObjectNode parameters, ObjectMapper json) {
    List<String> problems = new ArrayList<>();
    if (methodIn(parameters).isEmpty()) {
      problems.add("missing required parameter: 'method'");
    } else if (!METHODS.contains(methodIn(parameters))) {
      problems.add("parameter 'method' must be one of " + String.join(", ", sorted(METHODS)));
    }
    String url = parameters.path("url").asText("");
    if (url.isBlank()) {
      problems.add("missing required parameter: 'url'");
    } else if (!LITERAL_ORIGIN.matcher(url).matches()) {
      problems.add(
          "parameter 'url' must begin with http:// or https:// and a host without placeholders, user"
              + " or password");
    }
    problems.addAll(CallHeaders.problemsOf(parameters.path("headers")));
    try {
      var _ =
          CallData.read(
              parameters.path("data"), CallHeaders.contentTypeIn(parameters.path("headers")), json);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  /**
   * Makes the call of the parameters and the values.
   *
   * @throws IllegalArgumentException when a value does not fit its place; the message says which
   */
  static ApiCall of(ObjectNode parameters, PlaceholderValues values, ObjectMapper json) {
    List<String> problems = problemsOf(parameters, json);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.getFirst());
    }
    String template = parameters.path("url").asText();
    Map<String, String> headers = CallHeaders.of(parameters.path("headers"), values);
    CallData data =
        CallData.read(parameters.path("data"), CallHeaders.contentTypeIn(headers), json);
    return new ApiCall(
        methodIn(parameters),
        uri(values.inUrl(template)),
        headers,
        data.filled(values),
        data.contentType());
  }

  /** Whether a target can tell a second call from a second wish: by the method, or by the key. */
  static boolean isRepeatable(ObjectNode parameters) {
    return IDEMPOTENT_METHODS.contains(methodIn(parameters))
        || !CallHeaders.wantNoKey(parameters.path("headers"));
  }

  /** The same, with this idempotency key unless the pipeline has its own or wants none. */
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

  ApiCall withHeaders(Map<String, String> others) {
    return new ApiCall(method, url, others, body, contentType);
  }

  /** The same call of another address. */
  ApiCall at(URI other) {
    return new ApiCall(method, other, headers, body, contentType);
  }

  /** Method and address; a query may hold what is nobody's business, and so may what follows it. */
  String line() {
    return method + " " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }

  private static String methodIn(ObjectNode parameters) {
    return parameters.path("method").asText("").strip().toUpperCase(Locale.ROOT);
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text.strip().replace(" ", "%20"));
      // What is not ASCII has no place in a request line.
      return new URI(uri.toASCIIString());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the URL is malformed near character " + e.getIndex(), e);
    }
  }

  private static List<String> sorted(Set<String> texts) {
    return texts.stream().sorted().toList();
  }
}
