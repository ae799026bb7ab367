package io.flowforge.secret;

import io.flowforge.error.InvalidException;
import io.flowforge.secret.reference.SecretName;
import io.flowforge.step.http.secret.HostRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The limits of secrets. No message shows any part of a value. */
final class SecretRules {

  /** Shorter values occur in too many words to be hidden in logs. */
  private static final int MIN_CHARACTERS = 8;

  /** The maximum length of a header. */
  private static final int MAX_BYTES = 8 * 1024;

  private static final int MAX_HOSTS = 20;

  /** The maximum number of secrets of an organization. */
  static final int MAX_SECRETS = 200;

  static final String MISSING_HOSTS =
      "missing required field: 'hosts'; write the hosts that may receive the secret";

  private final HostRules hosts;

  SecretRules(HostRules hosts) {
    this.hosts = hosts;
  }

  /**
   * Checks a secret.
   *
   * @param exists whether there is one already, whose hosts may be kept
   * @throws InvalidException with all problems
   */
  void check(NewSecret secret, boolean exists) {
    List<String> problems = new ArrayList<>();
    SecretName.problemOf(secret.name()).ifPresent(problem -> problems.add("name: " + problem));
    checkValue(secret.value(), problems);
    if (secret.hosts() != null) {
      checkHosts(secret.hosts(), problems);
    } else if (!exists) {
      problems.add(MISSING_HOSTS);
    }
    InvalidException.throwIfAny(problems);
  }

  /** Returns hosts that are valid, in the form in which they are compared. */
  List<String> canonical(List<String> entries) {
    return entries.stream().map(HostRules::canonical).distinct().toList();
  }

  private static void checkValue(@Nullable String value, List<String> problems) {
    if (value == null) {
      problems.add("missing required field: 'value'");
      return;
    }
    String text = value.strip();
    if (text.isEmpty()) {
      problems.add("value: has only blanks; write the secret");
    } else if (text.codePointCount(0, text.length()) < MIN_CHARACTERS) {
      problems.add(
          "value: has fewer than %d characters, without blanks around them; shorter values cannot be hidden in logs"
              .formatted(MIN_CHARACTERS));
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      problems.add("value: has %d bytes; use at most %d".formatted(bytes, MAX_BYTES));
    }
    boolean isUnstorable =
        value.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    if (isUnstorable) {
      problems.add("value: has U+0000 or half of a surrogate pair; remove it");
    }
  }

  private void checkHosts(List<@Nullable String> entries, List<String> problems) {
    if (entries.isEmpty() || entries.size() > MAX_HOSTS) {
      problems.add(
          "hosts: has %d entries; write 1 to %d hosts that may receive the secret"
              .formatted(entries.size(), MAX_HOSTS));
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      String place = "hosts[" + i + "]: ";
      hosts
          .problemsOf(Objects.requireNonNullElse(entries.get(i), ""))
          .forEach(problem -> problems.add(place + problem));
    }
  }
}
