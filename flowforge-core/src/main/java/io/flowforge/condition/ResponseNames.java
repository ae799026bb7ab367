package io.flowforge.condition;

import io.flowforge.condition.check.KnownNames;
import io.flowforge.condition.check.Reference;
import io.flowforge.pipeline.problem.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The names that a condition on a response may use. */
final class ResponseNames implements KnownNames {

  private static final Set<String> VARIABLES = Set.of("response");
  private static final Set<String> OF_RESPONSE = Set.of("status", "headers", "body");

  @Override
  public boolean isVariable(String name) {
    return VARIABLES.contains(name);
  }

  @Override
  public String unknownVariable(String name) {
    String cure =
        OF_RESPONSE.contains(name)
            ? "write 'response." + name + "'"
            : "a condition on a response reads response.status, response.headers and response.body";
    return "there is no %s here: %s".formatted(NearestName.quoted(name), cure);
  }

  @Override
  public Optional<Wrong> problemOf(Reference reference, Set<String> present) {
    List<String> names = reference.names();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String part = names.getFirst();
    if (!OF_RESPONSE.contains(part)) {
      return Optional.of(
          new Wrong(
              0,
              "a response has no %s: %s"
                  .formatted(NearestName.quoted(part), NearestName.cure(part, OF_RESPONSE))));
    }
    if (!part.equals("headers") || names.size() < 2) {
      return Optional.empty();
    }
    String header = names.get(1);
    String lowerCase = header.toLowerCase(Locale.ROOT);
    return header.equals(lowerCase)
        ? Optional.empty()
        : Optional.of(
            new Wrong(
                1,
                "names of headers are in lower case here: write " + NearestName.quoted(lowerCase)));
  }
}
