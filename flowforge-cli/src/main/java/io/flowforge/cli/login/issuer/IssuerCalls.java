package io.flowforge.cli.login.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.ProviderHttp;
import io.flowforge.identity.ProviderResponse;
import io.flowforge.scan.CharacterSet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/**
 * The calls of a sign-in, with limits on time and size. Failures contain nothing that was sent, and
 * of what was received only an error's code and description.
 */
public final class IssuerCalls implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** What RFC 6750 allows in a token, and a header can hold. */
  private static final CharacterSet TOKEN = CharacterSet.of("A-Za-z0-9._~+/=-");

  private static final int MAX_TOKEN_LENGTH = 16 * 1024;
  private static final long DEFAULT_SECONDS = 300;
  private static final long MAX_SECONDS = Duration.ofDays(30).toSeconds();

  private final ProviderHttp http;

  public IssuerCalls(ObjectMapper json) {
    this(json, TIMEOUT);
  }

  /**
   * @param timeout the maximum time of a call, including the response body
   */
  public IssuerCalls(ObjectMapper json, Duration timeout) {
    http = new ProviderHttp(json, timeout);
  }

  /**
   * Returns the JSON object at an address.
   *
   * @throws UnavailableException if there is none
   */
  public JsonNode get(URI uri) {
    ProviderResponse response = send(uri, HttpRequest.newBuilder(uri).GET());
    JsonNode body = body(response);
    if (response.status() != 200 || !body.isObject()) {
      throw unusable(response);
    }
    return body;
  }

  /** Asks for tokens. */
  public TokenAnswer token(URI endpoint, TokenForm form) {
    return switch (post(endpoint, form)) {
      case FormAnswer.Granted granted -> tokens(endpoint, granted.body());
      case FormAnswer.Refused refused -> refused.refusal();
    };
  }

  /**
   * Sends a form.
   *
   * @throws UnavailableException if the response is neither a JSON object nor an error in the form
   *     of RFC 6749
   */
  public FormAnswer post(URI endpoint, TokenForm form) {
    ProviderResponse response = send(endpoint, request(endpoint, form));
    JsonNode body = body(response);
    if (response.status() == 200 && body.isObject()) {
      return new FormAnswer.Granted(body);
    }
    if (isRefusal(response.status(), body.path("error").asText())) {
      return new FormAnswer.Refused(Refusal.of(body));
    }
    throw unusable(response);
  }

  /** Sends a form whose response has no content, and returns whether it succeeded. */
  public boolean isDone(URI endpoint, TokenForm form) {
    return send(endpoint, request(endpoint, form)).status() == 200;
  }

  @Override
  public void close() {
    http.close();
  }

  /** Returns whether the issuer has decided; otherwise the same call may succeed later. */
  private static boolean isRefusal(int status, String error) {
    return switch (status) {
      case 400, 401, 403 -> !error.isEmpty() && !error.equals("temporarily_unavailable");
      // Auth0 also limits rates with 429, which says nothing about the sign-in.
      case 429 -> error.equals("slow_down");
      default -> false;
    };
  }

  private static HttpRequest.Builder request(URI endpoint, TokenForm form) {
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form.encoded()));
  }

  private ProviderResponse send(URI uri, HttpRequest.Builder request) {
    try {
      return http.send(request);
    } catch (UnavailableException e) {
      throw new UnavailableException(
          uri
              + " is not responding as it should; check the address and the network, or retry"
              + " later",
          e);
    }
  }

  private JsonNode body(ProviderResponse response) {
    try {
      return http.json(response);
    } catch (UnavailableException _) {
      // What it means depends on the status.
      return MissingNode.getInstance();
    }
  }

  private static IssuedTokens tokens(URI endpoint, JsonNode body) {
    String accessToken = body.path("access_token").asText();
    String refreshToken = body.path("refresh_token").asText("");
    boolean isBearer = body.path("token_type").asText("Bearer").equalsIgnoreCase("Bearer");
    if (!isBearer || accessToken.isEmpty() || !isToken(accessToken) || !isPrintable(refreshToken)) {
      throw new UnavailableException(
          endpoint + " responded without a bearer token that can be used; ask its operator");
    }
    long seconds = body.path("expires_in").asLong(DEFAULT_SECONDS);
    return new IssuedTokens(
        accessToken, Duration.ofSeconds(Math.clamp(seconds, 0, MAX_SECONDS)), refreshToken);
  }

  private static boolean isToken(String text) {
    return text.length() <= MAX_TOKEN_LENGTH && TOKEN.containsAll(text);
  }

  private static boolean isPrintable(String text) {
    return text.length() <= MAX_TOKEN_LENGTH && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private static UnavailableException unusable(ProviderResponse response) {
    return new UnavailableException(
        "%s responded with %d, and not as expected; check the address, or retry later"
            .formatted(response.uri(), response.status()));
  }
}
