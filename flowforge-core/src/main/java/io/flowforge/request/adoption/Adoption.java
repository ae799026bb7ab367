package io.flowforge.request.adoption;

import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepChange;
import io.flowforge.request.state.StepStatus;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a request of an older system.
 *
 * @param status the first status; a request that is to be cancelled has another one then
 * @param step the current step; empty if the older system recorded none
 * @param change what it changes in that step
 * @param line what the log of that step says about it, empty for nothing
 * @param cancelledBy who deleted the organization, and so cancels it; empty if it is not cancelled
 */
record Adoption(
    AdoptionKind kind,
    RequestStatus status,
    Optional<RecordedStep> step,
    Optional<StepStatus> change,
    String line,
    String cancelledBy) {

  /** Returns an adoption that leaves everything as it is. */
  static Adoption asItIs(AdoptionKind kind, RequestStatus status, Optional<RecordedStep> step) {
    return new Adoption(kind, status, step, Optional.empty(), "", "");
  }

  /** Returns what is cancelled in a deleted organization: whatever has not ended there. */
  Adoption inDeletedOrganization(String deleter) {
    if (kind == AdoptionKind.ENDED || kind == AdoptionKind.UNKNOWN) {
      return this;
    }
    boolean isAsItWas = kind == AdoptionKind.NOT_STARTED || kind == AdoptionKind.WAITING;
    return new Adoption(
        AdoptionKind.CANCELLED,
        isAsItWas ? status : RequestStatus.RUNNING,
        step,
        Optional.empty(),
        "",
        deleter);
  }

  String stepName() {
    return step.map(RecordedStep::name).orElse("");
  }

  List<StepChange> changes() {
    return step.isPresent() && change.isPresent()
        ? List.of(step.get().to(change.get()))
        : List.of();
  }
}
