package io.flowforge.request.adoption;

import static java.util.stream.Collectors.toSet;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.Step;
import io.flowforge.request.state.OlderEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The steps of a request of an older system, in the order in which they are executed.
 *
 * @param steps those of the pipeline; of a pipeline that is gone, those that have events
 * @param unlisted steps that have begun although the pipeline does not execute them
 * @param isComplete whether the pipeline is known, and executes every step that has begun
 */
record RecordedSteps(List<RecordedStep> steps, List<RecordedStep> unlisted, boolean isComplete) {

  /**
   * Puts events to the steps. If the pipeline is gone, the steps are those that events name, in the
   * order of their first events. Otherwise steps that the pipeline never executes count only if
   * they have begun: the older system also recorded Not Started for steps that nothing leads to.
   *
   * @param events oldest first
   */
  static RecordedSteps of(Optional<Pipeline> pipeline, List<OlderEvent> events) {
    List<Step> known = pipeline.map(Pipeline::stepsInOrder).orElse(List.of());
    List<RecordedStep> steps = new ArrayList<>();
    known.forEach(step -> steps.add(step(step.stepName(), step.stepType(), events)));
    Set<String> names = known.stream().map(Step::stepName).collect(toSet());
    Set<String> others = new LinkedHashSet<>();
    events.stream()
        .map(OlderEvent::stepName)
        .filter(name -> !names.contains(name))
        .forEach(others::add);
    List<RecordedStep> foreign =
        others.stream()
            .map(name -> step(name, typeIn(events, name), events))
            .filter(step -> pipeline.isEmpty() || step.hasBegun())
            .toList();
    if (pipeline.isEmpty()) {
      return new RecordedSteps(foreign, List.of(), false);
    }
    return new RecordedSteps(List.copyOf(steps), foreign, foreign.isEmpty());
  }

  private static RecordedStep step(String name, String type, List<OlderEvent> events) {
    return new RecordedStep(
        name,
        type,
        events.stream()
            .filter(event -> event.stepName().equals(name))
            .map(OlderEvent::event)
            .toList());
  }

  private static String typeIn(List<OlderEvent> events, String name) {
    return events.stream()
        .filter(event -> event.stepName().equals(name))
        .map(OlderEvent::stepType)
        .filter(type -> !type.isEmpty())
        .findFirst()
        .orElse("");
  }

  boolean haveEvents() {
    return steps.stream().anyMatch(step -> !step.events().isEmpty());
  }

  boolean haveBegun() {
    return !unlisted.isEmpty() || steps.stream().anyMatch(RecordedStep::hasBegun);
  }

  /** Returns the first step that has not completed; empty if all have. */
  Optional<RecordedStep> firstOpen() {
    return steps.stream().filter(step -> !step.hasCompleted()).findFirst();
  }

  boolean haveBegunAfter(RecordedStep step) {
    return !unlisted.isEmpty()
        || steps.subList(steps.indexOf(step) + 1, steps.size()).stream()
            .anyMatch(RecordedStep::hasBegun);
  }

  /** Returns the last step that has begun, or if none has, the first one. */
  Optional<RecordedStep> lastBegun() {
    return steps.stream()
        .filter(RecordedStep::hasBegun)
        .reduce((_, later) -> later)
        .or(() -> steps.stream().findFirst());
  }

  Optional<String> unknownEvent() {
    return Stream.concat(steps.stream(), unlisted.stream())
        .flatMap(step -> step.unknownEvent().stream())
        .findFirst();
  }

  String completed() {
    return String.join(
        ", ",
        Stream.concat(steps.stream(), unlisted.stream())
            .filter(RecordedStep::hasCompleted)
            .map(step -> "'" + step.name() + "'")
            .toList());
  }
}
