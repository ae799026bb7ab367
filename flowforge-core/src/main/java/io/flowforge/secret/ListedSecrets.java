package io.flowforge.secret;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.flowforge.pipeline.problem.NearestName;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.secret.reference.SecretName;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The secrets of one organization, read when the first one is asked for. Not thread-safe. */
final class ListedSecrets implements KnownSecrets {

  /** Finding the nearest name takes a while, and a response shows no more problems than this. */
  private static final int MAX_COMPARED = 20;

  private final Supplier<List<SecretEntry>> source;
  private int compared;
  private @Nullable Map<String, SecretEntry> byName;

  ListedSecrets(Supplier<List<SecretEntry>> source) {
    this.source = source;
  }

  @Override
  public Optional<String> problemOf(String name) {
    if (secrets().containsKey(name)) {
      return Optional.empty();
    }
    return SecretName.problemOf(name)
        .or(
            () ->
                Optional.of(
                    "the organization has no secret '%s'; %s"
                        .formatted(
                            name,
                            nearestTo(name)
                                .map("did you mean '%s'?"::formatted)
                                .orElse("set it first"))));
  }

  private Optional<String> nearestTo(String name) {
    return compared++ < MAX_COMPARED ? NearestName.of(name, secrets().keySet()) : Optional.empty();
  }

  @Override
  public Optional<String> problemOf(String name, URI url) {
    SecretEntry secret = secrets().get(name);
    return secret == null || secret.hosts().allows(url)
        ? Optional.empty()
        : Optional.of(
            "the secret '%s' may only be sent to %s; correct the URL, or add the host to the secret"
                .formatted(name, secret.hosts()));
  }

  private Map<String, SecretEntry> secrets() {
    Map<String, SecretEntry> known = byName;
    if (known == null) {
      known = source.get().stream().collect(toMap(SecretEntry::name, identity()));
      byName = known;
    }
    return known;
  }
}
