package io.flowforge.step.preview;

import io.flowforge.secret.reference.KnownSecrets;
import java.net.URI;
import java.util.Optional;

/**
 * The secrets of an organization as any member may know them: neither the hosts of a secret nor the
 * names of others are told.
 */
record DiscreetSecrets(KnownSecrets all) implements KnownSecrets {

  @Override
  public Optional<String> problemOf(String name) {
    return all.problemOf(name)
        .map(_ -> "the organization has no secret '%s'; an admin has to set it".formatted(name));
  }

  @Override
  public Optional<String> problemOf(String name, URI url) {
    return all.problemOf(name, url)
        .map(
            _ ->
                ("the secret '%s' must not be sent to this host; an admin has to correct the URL, or"
                        + " add the host to the secret")
                    .formatted(name));
  }
}
