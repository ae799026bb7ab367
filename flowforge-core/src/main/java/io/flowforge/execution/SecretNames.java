package io.flowforge.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of headers, JSON keys, query parameters and form fields whose values never show in a
 * log. A name is one of them when their words are among its own, one after another: {@code token}
 * means {@code access_token} and {@code authToken}, too, but not {@code tokenizer}.
 *
 * @param names any of them as people write it: {@code X-Api-Key}, {@code apiKey}, {@code api_key}
 */
public record SecretNames(List<String> names) {

  /** What everybody calls a secret. */
  public static final SecretNames USUAL =
      new SecretNames(
          List.of(
              "authorization",
              "cookie",
              "token",
              "password",
              "passwd",
              "pwd",
              "passphrase",
              "secret",
              "api-key",
              "access-key",
              "private-key",
              "credential",
              "credentials",
              "session-id"));

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[^\\p{Alnum}]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  public SecretNames {
    names = List.copyOf(names);
  }

  /** These and more, which are separated by commas. */
  public SecretNames and(String list) {
    List<String> all = new ArrayList<>(names);
    Stream.of(list.split(",")).map(String::strip).filter(one -> !one.isEmpty()).forEach(all::add);
    return new SecretNames(all);
  }

  /** Whether the value of that name is a secret. */
  boolean include(String name) {
    String words = words(name);
    return names.stream()
        .map(SecretNames::words)
        .anyMatch(
            secret ->
                words.contains(secret) || words.replace("-", "").equals(secret.replace("-", "")));
  }

  /** In lower case, with a dash before, between and after its words. */
  private static String words(String name) {
    String words = BETWEEN_WORDS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
    return ("-" + words + "-").replaceAll("-+", "-");
  }
}
