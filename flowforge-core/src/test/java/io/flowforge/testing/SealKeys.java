package io.flowforge.testing;

import static java.util.stream.Collectors.joining;

import io.flowforge.secret.seal.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;

/** Keys of secrets; each follows from its id. */
public final class SealKeys {

  private SealKeys() {}

  /** Returns keys, the first one first. */
  public static SecretKeys of(String... ids) {
    return SecretKeys.parse("FLOWFORGE_SECRET_KEYS", setting(ids));
  }

  /** Returns the value of {@code FLOWFORGE_SECRET_KEYS}. */
  public static String setting(String... ids) {
    return Stream.of(ids).map(id -> id + ":" + base64(id)).collect(joining(","));
  }

  public static String base64(String id) {
    return Base64.getEncoder().encodeToString(bytes(id));
  }

  public static byte[] bytes(String id) {
    return Arrays.copyOf(("key of tests " + id).getBytes(StandardCharsets.UTF_8), 32);
  }
}
