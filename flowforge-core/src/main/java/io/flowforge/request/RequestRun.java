package io.flowforge.request;

import java.time.Instant;

/**
 * The state of execution of one request, as PostgreSQL holds it.
 *
 * @param currentStep the name of the step that runs, waits, or ran last; the first one before that
 * @param seq the number of the latest transition, from 1
 * @param statusSeq the number of the transition that last changed the status
 * @param leg the number of the transition that called for the current worker, 0 before the start
 * @param claim how many workers took up that work so far
 * @param updatedAt when the latest transition took place
 */
public record RequestRun(
    String requestId,
    int orgId,
    RequestStatus status,
    String currentStep,
    long seq,
    long statusSeq,
    long leg,
    long claim,
    Instant updatedAt) {

  /** This run after a transition that leads to that step. */
  RequestRun after(RequestTransition transition, String step, Instant at) {
    long next = seq + 1;
    return new RequestRun(
        requestId,
        orgId,
        transition.to(),
        step,
        next,
        transition.to() == status ? statusSeq : next,
        transition.callsForWorker() ? next : leg,
        claim,
        at);
  }
}
