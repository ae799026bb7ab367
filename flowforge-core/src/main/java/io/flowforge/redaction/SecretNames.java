package io.flowforge.redaction;

import static java.util.stream.Collectors.toSet;

import io.flowforge.error.InvalidException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
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

  /** Also where ASCII begins or ends: there is one in {@code アクセスtoken}. */
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile(
          "[^\\p{L}\\p{M}\\p{N}]+"
              + "|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"
              + "|(?<=\\p{Alnum})(?=\\P{Alnum})|(?<=\\P{Alnum})(?=\\p{Alnum})");

  public SecretNames {
    names = List.copyOf(names);
  }

  /**
   * These and more, which are separated by commas.
   *
   * @throws InvalidException when one has no letter and no digit: every name would be one of them
   */
  public SecretNames and(String list) {
    List<String> more =
        Stream.of(list.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
    for (String one : more) {
      if (one.codePoints().noneMatch(Character::isLetterOrDigit)) {
        throw new InvalidException(
            "REDACTED_NAMES must be names with letters or digits, separated by commas, but one of"
                + " them is '%s'".formatted(one));
      }
    }
    return new SecretNames(Stream.concat(names.stream(), more.stream()).toList());
  }

  /** Whether the value of a name is a secret. */
  public Predicate<String> asPredicate() {
    List<String> secrets = names.stream().map(SecretNames::words).toList();
    Set<String> runTogether = secrets.stream().map(SecretNames::together).collect(toSet());
    return name -> {
      String words = words(name);
      return runTogether.contains(together(words)) || secrets.stream().anyMatch(words::contains);
    };
  }

  /** In lower case, with a dash before, between and after its words. */
  private static String words(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
    String words = BETWEEN_WORDS.matcher(composed).replaceAll("-").toLowerCase(Locale.ROOT);
    return ("-" + words + "-").replaceAll("-+", "-");
  }

  private static String together(String words) {
    return words.replace("-", "");
  }
}
