package io.flowforge.step.api;

import java.time.Duration;
import java.util.Optional;

/** One execution of a step. Later versions may add methods. */
public interface StepCall {

  /**
   * Returns the parameters, with their placeholders filled in. What a requester has entered stands
   * in them as it is: escape it for where you send it.
   */
  StepValues parameters();

  /** Returns the id of the service request. */
  String requestId();

  /**
   * Returns which run of the request this is, from 1; each retry of a failed one begins another.
   */
  int run();

  /** Returns the id of the organization that owns the pipeline. */
  int organizationId();

  /**
   * Returns the id of the user who has submitted the request, as the identity provider knows it.
   */
  String requesterId();

  /** Returns the name of the step. */
  String stepName();

  /** Returns the number of this attempt, from 1. */
  int attempt();

  /**
   * Returns what identifies this step in this run of this request. It is the same whenever the step
   * is executed again in it, so a service that is given it can recognize a repetition.
   */
  String idempotencyKey();

  /**
   * Returns what the last execution has noted in {@link StepResult.Suspended}; empty in the first.
   */
  Optional<String> memo();

  /** Returns how long this attempt may take. After that it is interrupted. */
  Duration timeout();

  /** Returns the log that requesters and admins read. */
  StepLogger log();
}
