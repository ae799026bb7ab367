package io.flowforge.execution;

import java.time.Duration;

/**
 * How requests are run.
 *
 * @param requestsInFlight how many requests one server runs at once; those that wait for approval
 *     do not count
 * @param stepTimeout how long one execution of a step may take at the most
 * @param callTimeout how long an API step waits for the first byte of an answer
 * @param allowsPrivateTargets whether API steps may call loopback and private addresses
 * @param pollInterval how often a server looks for work that it was not told of
 * @param heartbeat how often a server says that it is still working; after four that are missing,
 *     another takes its work up
 * @param stopTimeout how long steps in flight may go on when the server stops
 * @param sweepInterval how often the reconciler looks for what a crash left behind
 */
public record ExecutionSettings(
    int requestsInFlight,
    Duration stepTimeout,
    Duration callTimeout,
    boolean allowsPrivateTargets,
    Duration pollInterval,
    Duration heartbeat,
    Duration stopTimeout,
    Duration sweepInterval) {

  public static ExecutionSettings defaults() {
    return new ExecutionSettings(
        32,
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        false,
        Duration.ofSeconds(1),
        Duration.ofMillis(1500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }

  public ExecutionSettings allowingPrivateTargets(boolean allows) {
    return new ExecutionSettings(
        requestsInFlight,
        stepTimeout,
        callTimeout,
        allows,
        pollInterval,
        heartbeat,
        stopTimeout,
        sweepInterval);
  }

  /** With other bounds on the time of a step and of a call. */
  public ExecutionSettings withTimeouts(Duration step, Duration call) {
    return new ExecutionSettings(
        requestsInFlight,
        step,
        call,
        allowsPrivateTargets,
        pollInterval,
        heartbeat,
        stopTimeout,
        sweepInterval);
  }

  public ExecutionSettings withRequestsInFlight(int count) {
    return new ExecutionSettings(
        count,
        stepTimeout,
        callTimeout,
        allowsPrivateTargets,
        pollInterval,
        heartbeat,
        stopTimeout,
        sweepInterval);
  }

  public ExecutionSettings withStopTimeout(Duration timeout) {
    return new ExecutionSettings(
        requestsInFlight,
        stepTimeout,
        callTimeout,
        allowsPrivateTargets,
        pollInterval,
        heartbeat,
        timeout,
        sweepInterval);
  }
}
