package io.flowforge.secret.reference;

import static java.util.stream.Collectors.toCollection;

import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The names of secrets, and the placeholders that refer to them: <code>${secret.NAME}</code>. */
public final class SecretName {

  /** The beginning of a placeholder's name that refers to a secret. */
  public static final String PREFIX = "secret.";

  private static final int MAX_LENGTH = 64;

  private static final CharacterSet FIRST = CharacterSet.of("A-Za-z");
  private static final CharacterSet OTHERS = CharacterSet.of("A-Za-z0-9_");

  private SecretName() {}

  /** Returns the reason for which no secret can have this name; empty if one can. */
  public static Optional<String> problemOf(String name) {
    boolean isValid =
        !name.isEmpty()
            && name.length() <= MAX_LENGTH
            && FIRST.contains(name.charAt(0))
            && OTHERS.containsAll(name);
    return isValid
        ? Optional.empty()
        : Optional.of(
            "'%s' is not a name of a secret; use a letter, then letters, digits and _, at most %d characters"
                .formatted(Excerpt.of(name), MAX_LENGTH));
  }

  /** Returns whether a placeholder refers to a secret. */
  public static boolean isReference(String placeholder) {
    return placeholder.startsWith(PREFIX);
  }

  /** Returns the name of the secret that a placeholder refers to. */
  public static String ofReference(String placeholder) {
    return placeholder.substring(PREFIX.length());
  }

  /**
   * Returns the secrets that placeholders refer to, in their order.
   *
   * @param fields the names of the form's fields: in an old pipeline, one that begins like a secret
   *     is a field
   */
  public static Set<String> in(Collection<String> placeholders, Collection<String> fields) {
    return placeholders.stream()
        .filter(SecretName::isReference)
        .filter(placeholder -> !fields.contains(placeholder))
        .map(SecretName::ofReference)
        .collect(toCollection(LinkedHashSet::new));
  }
}
