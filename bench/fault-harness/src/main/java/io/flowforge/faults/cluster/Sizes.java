package io.flowforge.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much room requests take.
 *
 * @param requests how many requests there are
 * @param databaseBytes the tables of PostgreSQL that grow with them, with their indexes
 * @param peakMegabytes the highest resident memory of each server process since it started; empty
 *     where the operating system is not Linux
 */
public record Sizes(long requests, long databaseBytes, List<Long> peakMegabytes) {

  private static final String TABLES =
      """
      SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(array[
        'request_run', 'request_transition', 'service_request_event', 'step_log', 'scheduled_tasks'
      ]) AS name
      """;

  /** Measures the cluster. */
  public static Sizes of(Cluster cluster) {
    return new Sizes(
        cluster.tables().count("SELECT count(*) FROM request_run"),
        cluster.tables().count(TABLES),
        cluster.servers().stream().flatMap(server -> peak(server.pid()).stream()).toList());
  }

  /** Returns the number of bytes of PostgreSQL for one request. */
  public long bytesPerRequest() {
    return databaseBytes / Math.max(1, requests);
  }

  private static List<Long> peak(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (Files.notExists(status)) {
      return List.of();
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
