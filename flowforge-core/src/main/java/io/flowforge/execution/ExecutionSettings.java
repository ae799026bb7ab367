package io.flowforge.execution;

import io.flowforge.redaction.SecretNames;
import io.flowforge.step.http.CallSettings;
import java.time.Duration;

/**
 * How requests are run.
 *
 * @param requestsInFlight how many requests one server runs at once; those that wait for approval
 *     do not count
 * @param stepTimeout how long one execution of a step may take at the most
 * @param stopTimeout how long steps in flight may go on when the server stops
 * @param calls what API steps go by
 * @param rhythm what the workers go by
 */
public record ExecutionSettings(
    int requestsInFlight,
    Duration stepTimeout,
    Duration stopTimeout,
    CallSettings calls,
    Rhythm rhythm) {

  /**
   * How often a server looks around.
   *
   * @param pollInterval for work that it was not told of
   * @param heartbeat how often it says that it is still working; after four that are missing,
   *     another takes its work up
   * @param sweepInterval how often the reconciler looks for what a crash left behind
   * @param longestRetry between two tries of a request that fails in a way that nobody foresaw
   */
  public record Rhythm(
      Duration pollInterval, Duration heartbeat, Duration sweepInterval, Duration longestRetry) {}

  public static ExecutionSettings defaults() {
    return new ExecutionSettings(
        32,
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        new CallSettings(Duration.ofSeconds(30), false, SecretNames.USUAL),
        new Rhythm(
            Duration.ofSeconds(1),
            Duration.ofMillis(1500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30)));
  }

  public ExecutionSettings allowingPrivateTargets(boolean allows) {
    return withCalls(calls.allowingPrivateTargets(allows));
  }

  /** With these names of secrets, in the place of the usual ones. */
  public ExecutionSettings withSecretNames(SecretNames names) {
    return withCalls(calls.withSecretNames(names));
  }

  public ExecutionSettings withRequestsInFlight(int count) {
    return new ExecutionSettings(count, stepTimeout, stopTimeout, calls, rhythm);
  }

  /** With other bounds on the time of a step and of a call. */
  public ExecutionSettings withTimeouts(Duration step, Duration call) {
    return new ExecutionSettings(
        requestsInFlight, step, stopTimeout, calls.withTimeout(call), rhythm);
  }

  public ExecutionSettings withStopTimeout(Duration timeout) {
    return new ExecutionSettings(requestsInFlight, stepTimeout, timeout, calls, rhythm);
  }

  /** With this as the longest wait between two tries of a request that fails unforeseen. */
  public ExecutionSettings withLongestRetry(Duration wait) {
    var other = new Rhythm(rhythm.pollInterval(), rhythm.heartbeat(), rhythm.sweepInterval(), wait);
    return new ExecutionSettings(requestsInFlight, stepTimeout, stopTimeout, calls, other);
  }

  private ExecutionSettings withCalls(CallSettings other) {
    return new ExecutionSettings(requestsInFlight, stepTimeout, stopTimeout, other, rhythm);
  }
}
