package io.flowforge.cli.command.account;

import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.seed.SeedUser;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The people of the seed data, as somebody names them at a prompt. */
record SamplePeople(List<SeedUser> users) {

  /**
   * Returns the person with that id, e-mail address or name, or the beginning of one of the latter:
   * {@code ada} is Ada Adler, ada@example.com. What fits whole goes before what fits in part.
   *
   * @throws NotFoundException if it is nobody's
   * @throws ConflictException if it is the name of several, or of somebody without a password
   */
  SeedUser named(String name) {
    List<SeedUser> whole = matching(user -> wholeNames(user).anyMatch(name::equalsIgnoreCase));
    List<SeedUser> found =
        whole.isEmpty()
            ? matching(user -> partsOfNames(user).anyMatch(name::equalsIgnoreCase))
            : whole;
    return switch (found.size()) {
      case 0 ->
          throw new NotFoundException("nobody is called '%s'; %s".formatted(name, known(users)));
      case 1 -> found.getFirst();
      default ->
          throw new ConflictException(
              "'%s' may be several people; %s".formatted(name, known(found)));
    };
  }

  private List<SeedUser> matching(Predicate<SeedUser> condition) {
    return users.stream().filter(user -> !user.password().isEmpty()).filter(condition).toList();
  }

  private static Stream<String> wholeNames(SeedUser user) {
    return Stream.of(user.userId(), user.email(), user.name());
  }

  private static Stream<String> partsOfNames(SeedUser user) {
    return Stream.of(
        user.userId().substring(user.userId().indexOf('|') + 1),
        before(user.email(), '@'),
        before(user.name(), ' '));
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String known(List<SeedUser> people) {
    return people.stream()
        .filter(user -> !user.password().isEmpty())
        .map(user -> user.email().toLowerCase(Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", ", "those with a password are ", ""));
  }
}
