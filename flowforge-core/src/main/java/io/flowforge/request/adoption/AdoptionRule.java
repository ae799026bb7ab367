package io.flowforge.request.adoption;

import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import java.util.Optional;

/**
 * The rule of adoption. Nothing that may have an effect happens unasked, nothing is called
 * completed that is not recorded as completed, and nothing can be approved but an approval that
 * waits. The status afterwards is one of:
 *
 * <ul>
 *   <li>Not Started, if no step has begun and the status was Not Started or Pending, which once
 *       meant just created;
 *   <li>Pending, if the first step that has not completed is an approval whose latest event says
 *       that it waits, and the status was Pending or Running, which it once was at an approval;
 *   <li>an end as it is stored;
 *   <li>otherwise Failed, at the first step of the pipeline that has not completed. If all have, no
 *       step fails, even if another one is recorded that the pipeline does not execute.
 * </ul>
 *
 * @param resumes whether requests that were Running go on instead, which may repeat a call; not
 *     those of which no event is recorded, because nobody knows how far they came
 */
record AdoptionRule(boolean resumes) {

  /**
   * Applies the rule.
   *
   * @param stored the status in the words of the older system
   */
  Adoption of(String stored, RecordedSteps steps) {
    Optional<RequestStatus> known = RequestStatus.ofStored(stored);
    if (known.isEmpty()) {
      return unknown(stored, steps);
    }
    RequestStatus status = known.get();
    if (status.isEnd()) {
      return Adoption.asItIs(AdoptionKind.ENDED, status, steps.lastBegun());
    }
    if (!steps.haveBegun() && status != RequestStatus.RUNNING) {
      return Adoption.asItIs(
          AdoptionKind.NOT_STARTED, RequestStatus.NOT_STARTED, steps.steps().stream().findFirst());
    }
    boolean isClear = status != RequestStatus.NOT_STARTED && isClear(steps);
    if (isClear && steps.firstOpen().filter(AdoptionRule::isWaiting).isPresent()) {
      return Adoption.asItIs(AdoptionKind.WAITING, RequestStatus.PENDING, steps.firstOpen());
    }
    return resumes && isClear && steps.isComplete() && steps.haveEvents()
        ? resumed(steps)
        : failed(stored, steps);
  }

  private static boolean isWaiting(RecordedStep step) {
    return step.isApproval() && step.isUnderWay();
  }

  /** Tests whether the events tell one story, whose next step could only be the first open one. */
  private static boolean isClear(RecordedSteps steps) {
    return steps.unknownEvent().isEmpty()
        && steps
            .firstOpen()
            .filter(step -> step.hasEnded() || steps.haveBegunAfter(step))
            .isEmpty();
  }

  private static Adoption unknown(String stored, RecordedSteps steps) {
    return new Adoption(
        AdoptionKind.UNKNOWN,
        RequestStatus.FAILED,
        steps.lastBegun(),
        Optional.empty(),
        "The older system left this request in the status '%s', which this server does not know."
                .formatted(stored)
            + " Nothing was called, and its document was left as it is. If the request is still"
            + " wanted, submit a new one",
        "");
  }

  private static Adoption resumed(RecordedSteps steps) {
    return steps
        .firstOpen()
        .map(
            step ->
                new Adoption(
                    AdoptionKind.RESUMED,
                    RequestStatus.RUNNING,
                    Optional.of(step),
                    step.isUnderWay() ? Optional.empty() : Optional.of(StepStatus.RUNNING),
                    "The older system left this request here; it goes on with this step, because"
                        + " the operator set ADOPT_RUNNING to resume",
                    ""))
        .orElseGet(
            () ->
                Adoption.asItIs(AdoptionKind.RESUMED, RequestStatus.COMPLETED, steps.lastBegun()));
  }

  private static Adoption failed(String stored, RecordedSteps steps) {
    Optional<RecordedStep> open = steps.firstOpen();
    String cure =
        " To run it after all, "
            + (open.isPresent() ? "retry it, or " : "")
            + "submit a new request"
            + (steps.completed().isEmpty()
                ? ""
                : "; that repeats what has completed: " + steps.completed());
    return new Adoption(
        AdoptionKind.FAILED,
        RequestStatus.FAILED,
        open.or(steps::lastBegun),
        open.filter(step -> !step.hasEnded()).map(_ -> StepStatus.FAILED),
        "The older system left this request in the status '%s'. %s%s"
            .formatted(stored, reason(steps), cure),
        "");
  }

  private static String reason(RecordedSteps steps) {
    Optional<String> unknown = steps.unknownEvent();
    if (unknown.isPresent()) {
      return "It recorded the event '%s', which this server does not know; nothing was called."
          .formatted(unknown.get());
    }
    if (steps.firstOpen().isEmpty() && !steps.unlisted().isEmpty()) {
      return "All steps of the pipeline had completed, but it also recorded the step '%s', which the"
              .formatted(steps.unlisted().getFirst().name())
          + " pipeline does not execute; nothing was called.";
    }
    if (steps.firstOpen().isEmpty()) {
      return steps.steps().isEmpty()
          ? "Neither its pipeline nor any step is recorded; nothing was called."
          : "All steps had completed, but not the request; nothing was called.";
    }
    RecordedStep step = steps.firstOpen().get();
    if (!steps.haveBegun()) {
      return "It did not record at which step; nothing was called.";
    }
    if (steps.haveBegunAfter(step)) {
      return "It recorded later steps before this one had completed; nothing was called.";
    }
    if (step.isUnderWay() && !step.isApproval()) {
      return "This step had begun, so its call was made or may have been made, and how it ended is"
          + " not recorded; it was not repeated. Check at its target whether it took effect.";
    }
    return step.hasBegun()
        ? "This step had ended, but not the request; nothing further was called."
        : "This step had not begun; nothing was called.";
  }
}
