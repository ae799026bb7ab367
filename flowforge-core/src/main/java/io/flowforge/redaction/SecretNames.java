package io.flowforge.redaction;

import static java.util.stream.Collectors.toSet;

import io.flowforge.error.InvalidException;
import io.flowforge.scan.CharacterSet;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The names of headers, JSON keys, query parameters and form fields whose values are redacted in
 * logs. A name is secret if it contains the words of one of them in sequence: {@code token} covers
 * {@code access_token} and {@code authToken}, but not {@code tokenizer}.
 *
 * @param names the names, in any spelling: {@code X-Api-Key}, {@code apiKey}, {@code api_key}
 */
public record SecretNames(List<String> names) {

  /** The built-in names. */
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

  /** Longer names are secret: normalizing them could take long. */
  private static final int MAX_LENGTH = 1_000;

  public SecretNames {
    names = List.copyOf(names);
  }

  /**
   * Returns these names and those of a comma-separated list.
   *
   * @throws InvalidException if one has no letter and no digit: it would match every name
   */
  public SecretNames and(String list) {
    List<String> more =
        CharacterSet.COMMA.split(list).stream()
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : more) {
      if (name.codePoints().noneMatch(Character::isLetterOrDigit)) {
        throw new InvalidException(
            "REDACTED_NAMES must be names with letters or digits, separated by commas, but one of"
                + " them is '%s'".formatted(name));
      }
    }
    return new SecretNames(Stream.concat(names.stream(), more.stream()).toList());
  }

  /** Returns a predicate that tests whether the value of a name is secret. */
  public Predicate<String> asPredicate() {
    List<String> secrets = names.stream().map(SecretNames::words).toList();
    Set<String> joined = secrets.stream().map(SecretNames::joined).collect(toSet());
    return name -> {
      if (name.length() > MAX_LENGTH) {
        return true;
      }
      String words = words(name);
      return joined.contains(joined(words)) || secrets.stream().anyMatch(words::contains);
    };
  }

  private static String words(String name) {
    return NameWords.of(Normalizer.normalize(name, Normalizer.Form.NFKC));
  }

  private static String joined(String words) {
    return words.replace("-", "");
  }
}
