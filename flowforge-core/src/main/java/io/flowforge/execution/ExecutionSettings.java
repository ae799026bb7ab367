package io.flowforge.execution;

import io.flowforge.execution.queue.InFlightCaps;
import io.flowforge.pipeline.policy.MaxStepTime;
import io.flowforge.redaction.SecretNames;
import io.flowforge.request.adoption.AdoptionSettings;
import io.flowforge.step.http.CallSettings;
import io.flowforge.step.wait.WaitSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the engine.
 *
 * @param inFlight how many requests run at once
 * @param steps how long steps may take
 * @param stopTimeout how long steps in flight may continue when the server stops
 * @param adoption how requests of an older system are adopted
 * @param calls the settings of API steps
 * @param waits the settings of steps that wait
 * @param plugins the folder of plug-ins
 */
public record ExecutionSettings(
    InFlightLimits inFlight,
    StepLimits steps,
    Duration stopTimeout,
    AdoptionSettings adoption,
    CallSettings calls,
    WaitSettings waits,
    Optional<Path> plugins,
    Intervals intervals) {

  /**
   * How many requests run at once, with those that wait for their target. Requests that wait for
   * approval do not count.
   *
   * @param ofServer on one server
   * @param caps on all servers together
   */
  public record InFlightLimits(int ofServer, InFlightCaps caps) {}

  /**
   * How long steps may take.
   *
   * @param timeout the maximum time of an attempt whose step has no timeout of its own
   * @param max the maximum time of a step, whatever its pipeline says
   */
  public record StepLimits(Duration timeout, Optional<MaxStepTime> max) {}

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
        new InFlightLimits(2_000, InFlightCaps.NONE),
        new StepLimits(Duration.ofMinutes(5), Optional.empty()),
        Duration.ofSeconds(10),
        AdoptionSettings.DEFAULTS,
        new CallSettings(
            Duration.ofSeconds(30), false, SecretNames.USUAL, 1024, WaitSettings.DEFAULTS.max()),
        WaitSettings.DEFAULTS,
        Optional.empty(),
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

  public int requestsInFlight() {
    return inFlight.ofServer();
  }

  /** Replaces the number of requests that one server runs at once. */
  public ExecutionSettings withRequestsInFlight(int count) {
    return withInFlight(new InFlightLimits(count, inFlight.caps()));
  }

  /** Replaces what may be in flight on all servers together. */
  public ExecutionSettings withCaps(InFlightCaps caps) {
    return withInFlight(new InFlightLimits(inFlight.ofServer(), caps));
  }

  public Duration stepTimeout() {
    return steps.timeout();
  }

  /** Replaces the maximum time of an attempt, and the time that a call waits for its response. */
  public ExecutionSettings withTimeouts(Duration step, Duration call) {
    return withSteps(new StepLimits(step, steps.max())).withCalls(calls.withTimeout(call));
  }

  /** Replaces the maximum time of a step, whatever its pipeline says. */
  public ExecutionSettings withMaxStepTime(Optional<MaxStepTime> max) {
    return withSteps(new StepLimits(steps.timeout(), max));
  }

  public ExecutionSettings withStopTimeout(Duration timeout) {
    return new ExecutionSettings(
        inFlight, steps, timeout, adoption, calls, waits, plugins, intervals);
  }

  public ExecutionSettings withIntervals(Intervals other) {
    return new ExecutionSettings(
        inFlight, steps, stopTimeout, adoption, calls, waits, plugins, other);
  }

  /** Decides whether adopted requests that were Running go on, which repeats calls. */
  public ExecutionSettings resumingAdopted(boolean resumes) {
    return withAdoption(adoption.resuming(resumes));
  }

  public ExecutionSettings withAdoption(AdoptionSettings other) {
    return new ExecutionSettings(
        inFlight, steps, stopTimeout, other, calls, waits, plugins, intervals);
  }

  public boolean resumesAdopted() {
    return adoption.resumes();
  }

  /** Replaces the folder of plug-ins. */
  public ExecutionSettings withPlugins(Optional<Path> folder) {
    return new ExecutionSettings(
        inFlight, steps, stopTimeout, adoption, calls, waits, folder, intervals);
  }

  /** Replaces the settings of steps that wait. */
  public ExecutionSettings withWaits(WaitSettings other) {
    return new ExecutionSettings(
        inFlight, steps, stopTimeout, adoption, calls, other, plugins, intervals);
  }

  private ExecutionSettings withCalls(CallSettings other) {
    return new ExecutionSettings(
        inFlight, steps, stopTimeout, adoption, other, waits, plugins, intervals);
  }

  private ExecutionSettings withInFlight(InFlightLimits other) {
    return new ExecutionSettings(
        other, steps, stopTimeout, adoption, calls, waits, plugins, intervals);
  }

  private ExecutionSettings withSteps(StepLimits other) {
    return new ExecutionSettings(
        inFlight, other, stopTimeout, adoption, calls, waits, plugins, intervals);
  }
}
