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
 * directory of accounts, a key service that calls back, and a database that is in use at first. It
 * remembers the latest imports and accounts only. Safe for use by many threads.
 */
final class StandIn {

  private static final String IMPORTS = "/imports/";
  private static final String ACCOUNTS = "/accounts/";
  private static final String INVITATIONS = "/invitations";
  private static final int MAX_REMEMBERED = 1_000;
  private static final int LOOKS_UNTIL_DONE = 3;
  private static final int TOKEN_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private int lastNumber;

  /** Whether somebody has asked for the staging database. */
  private boolean isReleased;

  /** How often somebody has looked at an import, by its number. */
  private final Map<String, Integer> looks = new Latest<>();

  /** The tokens of accounts, by their numbers. */
  private final Map<String, String> tokens = new Latest<>();

  /** The latest entries. */
  private static final class Latest<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MAX_REMEMBERED;
    }
  }

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

  /**
   * Returns the response to a call.
   *
   * @param authorization the header; empty if there is none
   */
  Answer answerTo(String method, String path, String authorization, String body) {
    return switch (method + " " + path) {
      case "POST /repositories" -> importing();
      case "POST /accounts" -> new Answer(201, account());
      case "POST /keys" -> rotation(body);
      case "POST /databases/staging/restore" -> restoring();
      default -> {
        if (method.equals("GET") && path.startsWith(IMPORTS)) {
          yield lookAt(path.substring(IMPORTS.length()));
        }
        yield path.startsWith(ACCOUNTS) && path.endsWith(INVITATIONS)
            ? inviting(
                path.substring(ACCOUNTS.length(), path.length() - INVITATIONS.length()),
                authorization)
            : ok();
      }
    };
  }

  private static Answer ok() {
    return new Answer(200, object().put("ok", true));
  }

  /**
   * A release holds the database for the first call, so that a request fails and can be retried.
   */
  private synchronized Answer restoring() {
    boolean isFirst = !isReleased;
    isReleased = true;
    return isFirst
        ? new Answer(409, object().put("error", "a release uses this database; try again later"))
        : ok();
  }

  private synchronized Answer importing() {
    int number = ++lastNumber;
    looks.put(Integer.toString(number), 0);
    ObjectNode body = object().put("id", number).put("state", "importing");
    return new Answer(202, IMPORTS + number, body, "");
  }

  private synchronized Answer lookAt(String number) {
    return Optional.ofNullable(looks.computeIfPresent(number, (_, count) -> count + 1))
        .map(
            count ->
                new Answer(
                    200,
                    count < LOOKS_UNTIL_DONE
                        ? object().put("state", "importing").put("percent", 40 * count)
                        : object().put("state", "done").put("files", 42)))
        .orElseGet(() -> new Answer(404, object().put("error", "there is no such import")));
  }

  private synchronized ObjectNode account() {
    int number = ++lastNumber;
    String token = token();
    tokens.put(Integer.toString(number), token);
    return object().put("id", number).put("token", token);
  }

  /** Whoever sends an invitation signs in with the token of the account. */
  private synchronized Answer inviting(String account, String authorization) {
    String token = tokens.get(account);
    return token != null && authorization.equals("Bearer " + token)
        ? ok()
        : new Answer(401, object().put("error", "this is not the token of that account"));
  }

  /** The new key goes to the address of the call, if that is on this machine. */
  private synchronized Answer rotation(String body) {
    String callback = callbackIn(body);
    return new Answer(202, "", object().put("key_id", "key-" + ++lastNumber), callback);
  }

  private static String callbackIn(String body) {
    try {
      JsonNode callback = Json.mapper().readTree(body).path("callback");
      URI url = URI.create(callback.asText());
      return "http".equals(url.getScheme()) && LoopbackPort.HOST.equals(url.getHost())
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
