package io.flowforge.secret.reference;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The secrets that the steps of a pipeline may use. */
public interface KnownSecrets {

  /** Knows nothing of an organization, so that every name and every host may be right. */
  KnownSecrets ANY =
      new KnownSecrets() {
        @Override
        public Optional<String> problemOf(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<String> problemOf(String name, URI url) {
          return Optional.empty();
        }
      };

  /** Returns what is wrong with a reference to this secret; empty if it exists. */
  Optional<String> problemOf(String name);

  /** Returns what is wrong with sending this secret to a URL; empty if it may be sent there. */
  Optional<String> problemOf(String name, URI url);

  /** Returns what is wrong with references to these secrets. */
  default List<String> problemsOf(Iterable<String> names) {
    List<String> problems = new ArrayList<>();
    names.forEach(name -> problemOf(name).ifPresent(problems::add));
    return List.copyOf(problems);
  }
}
