package io.flowforge.cli.embedded.loopback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The services for which the stub of the samples stands in: a Git host that imports repositories, a
 * directory of accounts, and a key service that calls back. It remembers the latest imports only.
 * Safe for use by many threads.
 */
final class StandIn {

  private static final String IMPORTS = "/imports/";
  private static final int MAX_IMPORTS = 1_000;
  private static final int LOOKS_UNTIL_DONE = 3;
  private static final int TOKEN_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private int lastNumber;

  /** How often somebody has looked at an import, by its number. */
  private final Map<Integer, Integer> looks =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
          return size() > MAX_IMPORTS;
        }
      };

  /**
   * A response.
   *
   * @param location the value of the header Location; empty for none
   * @param callback where to send {@code body} a little later; empty for nowhere
   */
  record Answer(int status, String location, ObjectNode body, String callback) {

    private Answer(int status, ObjectNode body) {
      this(status, "", body, "");
    }
  }

  /** Returns the response to a call. */
  Answer answerTo(String method, String path, String body) {
    return switch (method + " " + path) {
      case "POST /repositories" -> importing();
      case "POST /accounts" -> new Answer(201, account());
      case "POST /keys" -> rotation(body);
      default ->
          method.equals("GET") && path.startsWith(IMPORTS)
              ? lookAt(path.substring(IMPORTS.length()))
              : new Answer(200, object().put("ok", true));
    };
  }

  private synchronized Answer importing() {
    int number = ++lastNumber;
    looks.put(number, 0);
    ObjectNode body = object().put("id", number).put("state", "importing");
    return new Answer(202, IMPORTS + number, body, "");
  }

  private synchronized Answer lookAt(String name) {
    Optional<Integer> look =
        name.matches("[0-9]{1,9}")
            ? Optional.ofNullable(looks.computeIfPresent(Integer.valueOf(name), (_, n) -> n + 1))
            : Optional.empty();
    return look.map(
            count ->
                new Answer(
                    200,
                    count < LOOKS_UNTIL_DONE
                        ? object().put("state", "importing").put("percent", 40 * count)
                        : object().put("state", "done").put("files", 42)))
        .orElseGet(() -> new Answer(404, object().put("error", "there is no such import")));
  }

  private synchronized ObjectNode account() {
    return object().put("id", ++lastNumber).put("token", token());
  }

  /** The new key goes to the address of the call, if that is on this machine. */
  private synchronized Answer rotation(String body) {
    String callback = callbackIn(body);
    return new Answer(202, "", object().put("key_id", "key-" + ++lastNumber), callback);
  }

  private static String callbackIn(String body) {
    try {
      JsonNode callback = Json.mapper().readTree(body).path("callback");
      return LoopbackPort.HOST.equals(URI.create(callback.asText()).getHost())
          ? callback.asText()
          : "";
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // The call names no address, so nothing is sent to one.
      return "";
    }
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
