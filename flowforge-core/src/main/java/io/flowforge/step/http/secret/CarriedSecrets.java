package io.flowforge.step.http.secret;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.flowforge.secret.reference.SecretValue;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.http.url.CallLocation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The secrets in the calls of one attempt. Those of the organization may go to their own hosts
 * only; secret outputs, callback URLs and the secrets of other steps follow no redirect to another
 * origin.
 */
public record CarriedSecrets(StepSecrets secrets) {

  /** Returns the reason for which the first call must not be made. */
  public Optional<String> refusalOf(URI url) {
    return secrets.values().stream()
        .filter(secret -> !secret.hosts().allows(url))
        .findFirst()
        .map(
            secret ->
                ("the secret '%s' must not be sent to this host; an admin has to correct the URL, or"
                        + " add the host to the secret")
                    .formatted(secret.name()));
  }

  /**
   * Returns the names of the headers with a secret that must not go to the URL of a redirect.
   *
   * @param from the URL that redirects
   * @param url the URL that it leads to
   */
  public List<String> withheldAt(URI from, URI url, Map<String, String> headers) {
    List<String> refused =
        Stream.concat(
                secrets.values().stream()
                    .filter(secret -> !secret.hosts().allows(url))
                    .map(SecretValue::value),
                CallLocation.isSameOrigin(from, url) ? Stream.empty() : bound())
            .toList();
    return headers.entrySet().stream()
        .filter(header -> refused.stream().anyMatch(header.getValue()::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the secrets without hosts of their own. The client strips the values of headers. */
  private Stream<String> bound() {
    Set<String> withHosts =
        secrets.values().stream().map(SecretValue::value).collect(toUnmodifiableSet());
    return secrets.hidden().stream()
        .filter(value -> !withHosts.contains(value))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }
}
