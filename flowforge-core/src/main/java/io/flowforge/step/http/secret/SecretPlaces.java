package io.flowforge.step.http.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.secret.reference.KnownSecrets;
import io.flowforge.secret.reference.SecretName;
import io.flowforge.step.http.url.HostName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The places of an API step at which secrets may stand: values of headers, and data. URLs and names
 * of headers are shown in logs.
 *
 * @param names the secrets that the step refers to
 */
public record SecretPlaces(ObjectNode parameters, Set<String> names) {

  /** Returns the problems of references at places where no secret may be. */
  public List<String> problemsOfPlaces() {
    List<String> problems = new ArrayList<>();
    for (String name : in(Placeholders.namesIn(parameters.path("url")))) {
      problems.add(
          "parameters.url: ${secret.%s} must not be in a URL, which logs show; move it into a header or into data"
              .formatted(name));
    }
    Set<String> keys = new LinkedHashSet<>();
    parameters.path("headers").fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      for (String name : in(Placeholders.namesIn(key))) {
        problems.add(
            "parameters.headers: ${secret.%s} must not be in the name of a header; move it into the value"
                .formatted(name));
      }
    }
    return problems;
  }

  /** Returns all problems, with those of secrets that do not exist or must not go to the host. */
  public List<String> problems(KnownSecrets secrets) {
    List<String> problems = new ArrayList<>(problemsOfPlaces());
    Optional<URI> origin = origin(parameters.path("url").asText(""));
    for (var header : parameters.path("headers").properties()) {
      add("parameters.headers." + header.getKey(), header.getValue(), origin, secrets, problems);
    }
    add("parameters.data", parameters.path("data"), origin, secrets, problems);
    return problems;
  }

  private void add(
      String place,
      JsonNode template,
      Optional<URI> origin,
      KnownSecrets secrets,
      List<String> problems) {
    for (String name : in(Placeholders.namesIn(template))) {
      secrets
          .problemOf(name)
          .or(() -> origin.flatMap(url -> secrets.problemOf(name, url)))
          .ifPresent(problem -> problems.add(place + ": " + problem));
    }
  }

  private Set<String> in(Set<String> placeholders) {
    Set<String> found = SecretName.in(placeholders, Set.of());
    found.retainAll(names);
    return found;
  }

  /** Returns scheme, host and port of a URL; empty if the URL has another problem. */
  private static Optional<URI> origin(String template) {
    String url = template.strip();
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return Optional.empty();
    }
    int end = scheme + "://".length();
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    try {
      return Optional.of(new URI(HostName.inAscii(url.substring(0, end))));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
