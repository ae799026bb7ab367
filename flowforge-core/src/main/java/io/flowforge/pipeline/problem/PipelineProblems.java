package io.flowforge.pipeline.problem;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.error.InvalidException;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The problems of a draft. Those whose messages existing clients know come first, because the first
 * problem is the message of the response; all problems are its details. Not thread-safe.
 */
public final class PipelineProblems {

  private static final int MAX_KEPT = 500;
  private static final int MAX_LENGTH = 800;

  private final List<Problem> known = new ArrayList<>();
  private final List<Problem> others = new ArrayList<>();
  private final Predicate<String> ignored;
  private boolean hasKnown;
  private boolean isEmpty = true;
  private int more;

  /** Creates an empty list of all problems. */
  public PipelineProblems() {
    this(_ -> false);
  }

  /**
   * Creates an empty list.
   *
   * @param ignored tests the detail of a problem that is neither kept nor counted; it is still a
   *     problem, so that nothing is checked that depends on its absence
   */
  public PipelineProblems(Predicate<String> ignored) {
    this.ignored = ignored;
  }

  /**
   * A problem.
   *
   * @param cure null if only the detail has it
   */
  private record Problem(String message, String detail, @Nullable String cure) {

    FieldProblem in(JsonNode draft) {
      return cure == null
          ? FieldProblem.of(detail, draft)
          : FieldProblem.of(detail, message, cure, draft);
    }
  }

  /**
   * Adds a problem whose message existing clients know.
   *
   * @param field the path of the field, such as {@code steps[2].step_type}
   * @param cure what to do; empty if the message says so
   */
  public void addKnown(String field, String message, String cure) {
    hasKnown = true;
    String detail = field + ": " + message + (cure.isEmpty() ? "" : "; " + cure);
    add(known, message, detail, cure);
  }

  /**
   * Adds any other problem.
   *
   * @param field the path of the field
   */
  public void add(String field, String problem) {
    add(others, field + ": " + problem, field + ": " + problem, null);
  }

  /** Adds problems whose sentences name their fields. */
  public void addAll(List<String> sentences) {
    sentences.forEach(sentence -> add(others, sentence, sentence, null));
  }

  /**
   * Adds a problem of a step.
   *
   * @param sentence begins with the field, such as {@code parameters.url: ...}, or quotes it, such
   *     as {@code parameter 'url' must ...}
   */
  public void addOfStep(int index, String stepName, String sentence) {
    add(
        others,
        "step '%s': %s".formatted(Excerpt.of(stepName), sentence),
        StepPlace.of(index, sentence),
        null);
  }

  /** Adds a problem whose message differs from its detail. */
  public void addAs(String message, String detail) {
    add(others, message, detail, null);
  }

  /** Returns whether further problems are only counted, by {@link #count}. */
  public boolean isFull() {
    return known.size() + others.size() >= MAX_KEPT;
  }

  /** Counts a problem that need not be described. */
  public void count() {
    more++;
  }

  /** Returns whether a problem was found that existing clients know, ignored or not. */
  public boolean hasKnown() {
    return hasKnown;
  }

  /**
   * Passes on the problems that were kept, those first whose messages existing clients know.
   *
   * @param receiver receives each problem, whose place and parts are found only if it asks for them
   */
  public void forEachIn(JsonNode draft, Consumer<Supplier<FieldProblem>> receiver) {
    Stream.concat(known.stream(), others.stream())
        .forEach(problem -> receiver.accept(() -> problem.in(draft)));
  }

  /** Returns the number of problems that were only counted. */
  public int more() {
    return more;
  }

  /** Returns whether no problem was found, not even one that is ignored. */
  public boolean isEmpty() {
    return isEmpty;
  }

  /**
   * Throws if there is any problem.
   *
   * @throws InvalidException with all problems in its details
   */
  public void throwIfAny() {
    if (known.isEmpty() && others.isEmpty()) {
      return;
    }
    List<String> details = new ArrayList<>();
    known.forEach(problem -> details.add(problem.detail()));
    others.forEach(problem -> details.add(problem.detail()));
    if (more > 0) {
      details.add("and %d more problems".formatted(more));
    }
    throw new InvalidException((known.isEmpty() ? others : known).getFirst().message(), details);
  }

  private void add(List<Problem> problems, String message, String detail, @Nullable String cure) {
    isEmpty = false;
    if (ignored.test(detail)) {
      return;
    }
    if (isFull() && !problems.isEmpty()) {
      count();
    } else {
      problems.add(
          new Problem(Excerpt.of(message, MAX_LENGTH), Excerpt.of(detail, MAX_LENGTH), cure));
    }
  }
}
