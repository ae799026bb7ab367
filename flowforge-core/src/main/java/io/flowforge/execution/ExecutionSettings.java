package io.flowforge.execution;

import io.flowforge.redaction.SecretNames;
import io.flowforge.request.adoption.AdoptionSettings;
import io.flowforge.step.http.CallSettings;
import java.time.Duration;

/**
 * The settings of the engine.
 *
 * @param requestsInFlight how many requests one server runs at once, with those that wait for their
 *     target; requests that wait for approval do not count
 * @param stepTimeout the maximum time of an attempt whose step has no timeout of its own
 * @param stopTimeout how long steps in flight may continue when the server stops
 * @param adoption how requests of an older system are adopted
 * @param calls the settings of API steps
 */
public record ExecutionSettings(
    int requestsInFlight,
    Duration stepTimeout,
    Duration stopTimeout,
    AdoptionSettings adoption,
    CallSettings calls,
    Intervals intervals) {

  /**
   * The intervals at which a server polls and repeats.
   *
   * @param poll between checks for work that this server was not told of
   * @param heartbeat between heartbeats of work in progress; after four missed ones another server
   *     claims the work
   * @param sweep between sweeps of the reconciler
   * @param clock between adjustments of the clock to PostgreSQL's
   * @param maxRetry the maximum delay between retries of a request that fails unexpectedly
   */
  public record Intervals(
      Duration poll, Duration heartbeat, Duration sweep, Duration clock, Duration maxRetry) {

    static final Intervals DEFAULTS =
        new Intervals(
            Duration.ofSeconds(1),
            Duration.ofMillis(1500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    public Intervals withPoll(Duration interval) {
      return new Intervals(interval, heartbeat, sweep, clock, maxRetry);
    }

    public Intervals withSweep(Duration interval) {
      return new Intervals(poll, heartbeat, interval, clock, maxRetry);
    }

    public Intervals withClock(Duration interval) {
      return new Intervals(poll, heartbeat, sweep, interval, maxRetry);
    }

    public Intervals withMaxRetry(Duration delay) {
      return new Intervals(poll, heartbeat, sweep, clock, delay);
    }
  }

  public static ExecutionSettings defaults() {
    return new ExecutionSettings(
        2_000,
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        AdoptionSettings.DEFAULTS,
        new CallSettings(Duration.ofSeconds(30), false, SecretNames.USUAL, 1024),
        Intervals.DEFAULTS);
  }

  public ExecutionSettings allowingPrivateTargets(boolean allows) {
    return withCalls(calls.allowingPrivateTargets(allows));
  }

  /** Replaces the default names of secrets. */
  public ExecutionSettings withSecretNames(SecretNames names) {
    return withCalls(calls.withSecretNames(names));
  }

  /** Replaces the number of bytes of each body that the logs of calls show. */
  public ExecutionSettings withLoggedBodyBytes(int count) {
    return withCalls(calls.withLoggedBodyBytes(count));
  }

  public ExecutionSettings withRequestsInFlight(int count) {
    return new ExecutionSettings(count, stepTimeout, stopTimeout, adoption, calls, intervals);
  }

  /** Replaces the maximum time of an attempt, and the time that a call waits for its response. */
  public ExecutionSettings withTimeouts(Duration step, Duration call) {
    return new ExecutionSettings(
        requestsInFlight, step, stopTimeout, adoption, calls.withTimeout(call), intervals);
  }

  public ExecutionSettings withStopTimeout(Duration timeout) {
    return new ExecutionSettings(
        requestsInFlight, stepTimeout, timeout, adoption, calls, intervals);
  }

  public ExecutionSettings withIntervals(Intervals other) {
    return new ExecutionSettings(
        requestsInFlight, stepTimeout, stopTimeout, adoption, calls, other);
  }

  /** Decides whether adopted requests that were Running go on, which repeats calls. */
  public ExecutionSettings resumingAdopted(boolean resumes) {
    return withAdoption(adoption.resuming(resumes));
  }

  public ExecutionSettings withAdoption(AdoptionSettings other) {
    return new ExecutionSettings(
        requestsInFlight, stepTimeout, stopTimeout, other, calls, intervals);
  }

  public boolean resumesAdopted() {
    return adoption.resumes();
  }

  private ExecutionSettings withCalls(CallSettings other) {
    return new ExecutionSettings(
        requestsInFlight, stepTimeout, stopTimeout, adoption, other, intervals);
  }
}
