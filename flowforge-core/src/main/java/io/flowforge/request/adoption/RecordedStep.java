package io.flowforge.request.adoption;

import io.flowforge.pipeline.StepType;
import io.flowforge.request.state.StepChange;
import io.flowforge.request.state.StepStatus;
import java.util.List;
import java.util.Optional;

/**
 * A step, and what an older system has recorded of it.
 *
 * @param type empty if it is not known
 * @param events the types of its events in the words of that system, oldest first
 */
record RecordedStep(String name, String type, List<String> events) {

  /** Returns whether the step has completed at any time, whatever was recorded afterwards. */
  boolean hasCompleted() {
    return events.stream().anyMatch(event -> is(event, StepStatus.COMPLETED));
  }

  boolean hasBegun() {
    return !events.stream().allMatch(event -> is(event, StepStatus.NOT_STARTED));
  }

  boolean isUnderWay() {
    return !events.isEmpty() && is(events.getLast(), StepStatus.RUNNING);
  }

  boolean hasEnded() {
    return !events.isEmpty()
        && StepStatus.ofStored(events.getLast()).filter(StepStatus::isEnd).isPresent();
  }

  boolean isApproval() {
    return type.equals(StepType.APPROVAL);
  }

  /** Returns the latest event that no release is known to have written. */
  Optional<String> unknownEvent() {
    return events.stream()
        .filter(event -> StepStatus.ofStored(event).isEmpty())
        .reduce((_, later) -> later);
  }

  StepChange to(StepStatus status) {
    return new StepChange(name, type, status);
  }

  private static boolean is(String event, StepStatus status) {
    return StepStatus.ofStored(event).equals(Optional.of(status));
  }
}
