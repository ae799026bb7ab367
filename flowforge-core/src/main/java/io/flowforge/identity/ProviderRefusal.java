package io.flowforge.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.identity.AccountReply.Declined;
import io.flowforge.identity.AccountReply.NoConnection;
import io.flowforge.text.OneLine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The reading of Auth0's errors, which must not repeat a secret that was sent. */
final class ProviderRefusal {

  private static final int MAX_LENGTH = 200;

  private ProviderRefusal() {}

  /** Returns the reply that a response with a status below 500 stands for. */
  static AccountReply reply(ObjectMapper mapper, ProviderResponse response, String secret) {
    String status = "status " + response.status();
    JsonNode error;
    try {
      error = mapper.readTree(response.body());
    } catch (JsonProcessingException e) {
      return new Declined(status);
    }
    String code = error.path("errorCode").asText("");
    String message = error.path("message").asText("");
    String text = shown(code.isEmpty() ? message : code + ": " + message, secret);
    String lower = (code + " " + message).toLowerCase(Locale.ROOT);
    // "inexistent_connection", "The connection does not exist", "Connection must be enabled for
    // this client", "invalid_connection".
    boolean isConnection =
        lower.contains("_connection")
            || lower.contains("connection does not exist")
            || lower.contains("connection must be enabled");
    String reason = text.isEmpty() ? status : status + ", " + text;
    return isConnection ? new NoConnection(reason) : new Declined(reason);
  }

  private static String shown(String text, String secret) {
    String line = OneLine.of(text).strip();
    if (!secret.isEmpty() && (text.contains(secret) || repeats(text, secret))) {
      return "";
    }
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " ...";
  }

  /** Returns whether the text has the secret in another encoding. */
  private static boolean repeats(String text, String secret) {
    String wanted = essence(secret);
    return !wanted.isEmpty()
        && (essence(text).contains(wanted) || essence(decoded(text)).contains(wanted));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String essence(String text) {
    var essence = new StringBuilder();
    text.codePoints().filter(Character::isLetterOrDigit).forEach(essence::appendCodePoint);
    return essence.toString();
  }
}
