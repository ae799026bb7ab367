package io.flowforge.secret.seal;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's keys. The first one wraps the keys of new secrets, all of them unwrap. Without
 * any, there are no secrets on this server. Immutable; never shows a key.
 */
public final class SecretKeys {

  public static final SecretKeys NONE = new SecretKeys(Map.of());

  /** The form of the setting. */
  static final String FORM =
      "ID:KEY, or several with commas between them, the new one first; a KEY is 32 bytes in Base64,"
          + " as 'openssl rand -base64 32' prints them";

  private static final int MAX_KEYS = 16;
  private static final int MAX_ID_LENGTH = 32;
  private static final int LENGTH = 32;

  private static final CharacterSet SEPARATORS = CharacterSet.of(",\n\r");
  private static final CharacterSet IN_IDS = CharacterSet.of("A-Za-z0-9_.-");

  private final Map<String, WrappingKey> byId;

  private SecretKeys(Map<String, WrappingKey> byId) {
    this.byId = byId;
  }

  /**
   * Reads keys.
   *
   * @param text such as {@code k2:base64,k1:base64}; line breaks separate keys, too
   * @param name the setting, as the messages name it
   * @throws InvalidException if there is a problem; the message shows no part of a key
   */
  public static SecretKeys parse(String name, String text) {
    List<String> entries =
        SEPARATORS.split(text).stream()
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .toList();
    if (entries.isEmpty() || entries.size() > MAX_KEYS) {
      throw new InvalidException(
          "%s must have 1 to %d keys; it has %d; write %s"
              .formatted(name, MAX_KEYS, entries.size(), FORM));
    }
    Map<String, WrappingKey> keys = new LinkedHashMap<>();
    List<byte[]> used = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      int colon = entries.get(i).indexOf(':');
      String id = idOf(name, i, entries.get(i), colon);
      byte[] bytes = bytesOf(name, id, entries.get(i).substring(colon + 1).strip());
      if (keys.containsKey(id)) {
        throw new InvalidException(
            "%s has two keys with the id '%s'; rename one of them".formatted(name, id));
      }
      if (used.stream().anyMatch(other -> MessageDigest.isEqual(other, bytes))) {
        throw new InvalidException(
            "%s: the key '%s' is there twice under two ids; remove one of them"
                .formatted(name, id));
      }
      used.add(bytes);
      keys.put(id, WrappingKey.of(bytes));
    }
    return new SecretKeys(keys);
  }

  private static String idOf(String name, int index, String entry, int colon) {
    // What is before a colon is an id, but without one the whole entry may be a key.
    String id = colon < 0 ? "" : entry.substring(0, colon).strip();
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH || !IN_IDS.containsAll(id)) {
      throw new InvalidException(
          "%s: key %d has no valid id (1 to %d letters, digits, '.', '_' and '-'); write %s"
              .formatted(name, index + 1, MAX_ID_LENGTH, FORM));
    }
    return id;
  }

  private static byte[] bytesOf(String name, String id, String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      if (bytes.length == LENGTH) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, like a key of another length.
    }
    throw new InvalidException(
        "%s: the key '%s' is not %d bytes in Base64; make one with 'openssl rand -base64 32'"
            .formatted(name, Excerpt.of(id), LENGTH));
  }

  public boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Returns the ids, that of the first key first. */
  public List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  Optional<WrappingKey> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public String toString() {
    return "SecretKeys" + ids();
  }
}
