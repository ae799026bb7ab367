package io.flowforge.faults;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The parameters of a run.
 *
 * @param limit the maximum duration of the part with faults
 * @param directory receives the data and the logs
 */
record FaultRunPlan(
    long seed, int servers, LoadGoal load, FaultGoal faults, Duration limit, Path directory) {

  /**
   * The load of a run.
   *
   * @param requests the minimum number of requests to start
   * @param perSecond the number of requests to submit per second
   * @param hanging how many requests of another organization call a target that never responds,
   *     from the beginning to the end
   * @param viewers how many people watch requests; with any, two more watch the organization
   */
  record LoadGoal(int requests, double perSecond, int hanging, int viewers) {}

  /**
   * The faults of a run.
   *
   * @param hits the minimum number of faults that hit
   * @param only a part of the names of the kinds to inject; empty for all kinds
   */
  record FaultGoal(int hits, String only) {}
}
