package io.flowforge.pipeline.callback;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules for <code>${callback.url}</code>: it is the URL of the next step that waits for a call,
 * so such a step must follow, and of each that waits, a step before it must pass the URL on.
 */
public final class CallbackLinks {

  /** The name of the step type that waits for a call. */
  public static final String STEP_TYPE = "WAIT_FOR_CALLBACK";

  /** The name of the placeholder. */
  public static final String URL = "callback.url";

  private static final String UNUSED =
      "no step before it uses ${callback.url}, so nobody could make the call that it waits for;"
          + " pass ${callback.url} on in a step between it and the WAIT_FOR_CALLBACK before it";

  private static final String UNAWAITED =
      "parameters: ${callback.url} is the URL of a later step of the type WAIT_FOR_CALLBACK, and"
          + " none follows; add one, or remove ${callback.url}";

  private final Map<String, Link> byName = new HashMap<>();

  private CallbackLinks(List<Link> links) {
    links.forEach(link -> byName.putIfAbsent(link.name(), link));
  }

  /**
   * A step.
   *
   * @param index its place in the pipeline
   * @param usesUrl whether its parameters contain the placeholder
   * @param next the name of the step after it, empty if there is none
   * @param previous the name of the step before it, empty if there is none
   */
  public record Link(
      int index, String name, String type, boolean usesUrl, String next, String previous) {

    boolean isWaiting() {
      return type.equals(STEP_TYPE);
    }
  }

  /** Returns the problems of the steps, by their places. */
  public static Map<Integer, String> problemsOf(List<Link> links) {
    var all = new CallbackLinks(links);
    Map<Integer, String> problems = new TreeMap<>();
    for (Link link : links) {
      if (link.usesUrl() && !all.meets(link, Link::next, Link::isWaiting, _ -> false)) {
        problems.put(link.index(), UNAWAITED);
      } else if (link.isWaiting()
          && !all.meets(link, Link::previous, Link::usesUrl, Link::isWaiting)) {
        problems.put(link.index(), UNUSED);
      }
    }
    return problems;
  }

  /** Returns whether one of the steps in a direction is wanted, before one that ends the way. */
  private boolean meets(
      Link from, Function<Link, String> way, Predicate<Link> wanted, Predicate<Link> end) {
    Set<String> seen = new HashSet<>();
    @Nullable Link at = byName.get(way.apply(from));
    while (at != null && seen.add(at.name())) {
      if (wanted.test(at)) {
        return true;
      }
      at = end.test(at) ? null : byName.get(way.apply(at));
    }
    return false;
  }
}
