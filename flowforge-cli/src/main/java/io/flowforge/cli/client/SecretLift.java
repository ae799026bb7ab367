package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.redaction.SecretNames;
import io.flowforge.redaction.mask.SecretMask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Moves the literal secrets of a pipeline, which are the values that members see as {@code ***},
 * into secrets: whole values of headers, without their authentication scheme, and whole strings of
 * data. Not thread-safe.
 */
public final class SecretLift {

  private static final int MIN_LENGTH = 8;
  private static final int MAX_BYTES = 8 * 1024;

  private final ObjectNode pipeline;
  private final SecretMask mask;
  private final Set<String> taken;
  private final Map<String, LiftedSecret> byValue = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();

  private SecretLift(ObjectNode pipeline, SecretNames names, Collection<String> taken) {
    this.pipeline = pipeline;
    this.mask = new SecretMask(names);
    this.taken = new HashSet<>(taken);
  }

  /**
   * Looks through a pipeline.
   *
   * @param taken the names of secrets that exist
   */
  public static SecretLift of(JsonNode pipeline, SecretNames names, Collection<String> taken) {
    var lift = new SecretLift(pipeline.<ObjectNode>deepCopy(), names, taken);
    lift.steps();
    return lift;
  }

  /** Returns what becomes a secret, in the order of the pipeline. */
  public List<LiftedSecret> secrets() {
    return List.copyOf(byValue.values());
  }

  /** Returns what has to be moved by hand, one sentence each, without any value. */
  public List<String> left() {
    return List.copyOf(left);
  }

  /** Returns the pipeline with references in place of values. */
  public ObjectNode pipeline() {
    return pipeline;
  }

  private void steps() {
    int index = 0;
    for (JsonNode step : pipeline.path("steps")) {
      if (step.path("parameters") instanceof ObjectNode parameters) {
        var place = new Place(step.path("step_name").asText(), host(parameters), index);
        ObjectNode masked = mask.masked(parameters);
        for (String key : names(parameters)) {
          lift(place, "parameters." + key, parameters, key, masked.path(key));
        }
      }
      index++;
    }
  }

  /** A step, as far as its secrets need it. */
  private record Place(String step, String host, int index) {

    String of(String path) {
      return "steps[" + index + "]." + path;
    }
  }

  /** Replaces what is masked in a member of an object. */
  private void lift(Place place, String path, ObjectNode parent, String key, JsonNode masked) {
    parent.set(key, lifted(place, path, parent.path(key), masked));
  }

  private JsonNode lifted(Place place, String path, JsonNode value, JsonNode masked) {
    if (value.equals(masked)) {
      return value;
    }
    return switch (value) {
      case ObjectNode object -> {
        // Masked keys differ, so members are compared by their position.
        List<JsonNode> shown = masked.valueStream().toList();
        int at = 0;
        for (String key : names(object)) {
          lift(place, path + "." + key, object, key, shown.get(at++));
        }
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, lifted(place, path + "[" + i + "]", array.get(i), masked.path(i)));
        }
        yield array;
      }
      default -> leaf(place, path, value, masked);
    };
  }

  private JsonNode leaf(Place place, String path, JsonNode value, JsonNode masked) {
    String text = value.asText();
    int scheme = path.startsWith("parameters.headers.") ? schemeLength(text) : 0;
    String secret = text.substring(scheme);
    String reason =
        path.equals("parameters.url")
            ? "stands in the URL; move it into a header or into data"
            : !value.isTextual()
                ? "is a number; write it as a string first"
                : !Placeholders.namesIn(text).isEmpty() || !masked.asText().equals("***")
                    ? "is a part of a longer value; move it by hand"
                    : problemOf(secret, place);
    if (!reason.isEmpty()) {
      left.add(place.of(path) + ": " + reason);
      return value;
    }
    LiftedSecret known =
        byValue.computeIfAbsent(
            secret, _ -> new LiftedSecret(name(place.step(), path), secret, List.of(), List.of()));
    byValue.put(
        secret,
        new LiftedSecret(
            known.name(),
            secret,
            with(known.hosts(), place.host()),
            with(known.places(), place.of(path))));
    return TextNode.valueOf(text.substring(0, scheme) + "${secret." + known.name() + "}");
  }

  private static String problemOf(String secret, Place place) {
    if (secret.strip().codePointCount(0, secret.strip().length()) < MIN_LENGTH) {
      return "has fewer than %d characters, too few for a secret".formatted(MIN_LENGTH);
    }
    if (secret.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "has more than %d bytes, too many for a secret".formatted(MAX_BYTES);
    }
    return place.host().isEmpty() ? "belongs to a step without a valid URL" : "";
  }

  /** Returns the length of the scheme of credentials, such as {@code Bearer}, with its blank. */
  private static int schemeLength(String value) {
    int blank = value.indexOf(' ');
    boolean isScheme =
        blank > 0
            && value.indexOf(' ', blank + 1) < 0
            // Beside other text, a value with these is refused; as a whole header it is not.
            && value.chars().noneMatch(c -> ",;\"\\".indexOf(c) >= 0)
            && Set.of("bearer", "basic", "token", "apikey")
                .contains(value.substring(0, blank).toLowerCase(Locale.ROOT));
    return isScheme ? blank + 1 : 0;
  }

  private String name(String step, String path) {
    String wanted = SecretNaming.of(step, path.substring(path.indexOf('.') + 1));
    String free = wanted;
    for (int number = 2; !taken.add(free); number++) {
      free = SecretNaming.shortened(wanted, "_" + number);
    }
    return free;
  }

  /** Returns host and port of a URL whose origin is literal; empty if it has none. */
  private static String host(ObjectNode parameters) {
    String url = parameters.path("url").asText().strip();
    int start = url.indexOf("://");
    if (start < 0) {
      return "";
    }
    int end = start + "://".length();
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    // Old pipelines may have user and password before the host.
    int user = url.lastIndexOf('@', end - 1);
    return url.substring(Math.max(start + "://".length(), user + 1), end);
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> with(List<String> known, String more) {
    Set<String> all = new LinkedHashSet<>(known);
    all.add(more);
    return List.copyOf(all);
  }
}
