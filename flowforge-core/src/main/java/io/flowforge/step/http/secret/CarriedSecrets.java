package io.flowforge.step.http.secret;

import io.flowforge.secret.reference.SecretValue;
import io.flowforge.secret.reference.StepSecrets;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets in the calls of one attempt, each of which may go to its own hosts only. */
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

  /** Returns the names of the headers with a secret that must not go to the URL of a redirect. */
  public List<String> withheldAt(URI url, Map<String, String> headers) {
    List<SecretValue> refused =
        secrets.values().stream().filter(secret -> !secret.hosts().allows(url)).toList();
    return headers.entrySet().stream()
        .filter(
            header ->
                refused.stream().anyMatch(secret -> header.getValue().contains(secret.value())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
