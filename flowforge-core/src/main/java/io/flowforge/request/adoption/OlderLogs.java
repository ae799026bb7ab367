package io.flowforge.request.adoption;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.pipeline.ParameterMask;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.request.log.LogLine;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.StepChange;
import io.flowforge.request.state.StepEventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log files of an older system, {@code <request id>/<step>.log}, which are read into the step
 * logs. Secrets are masked. Reading them again adds nothing.
 */
public final class OlderLogs {

  private static final int LENGTH_OF_ID = 24;

  private final Database database;
  private final ExecutionStateStore states;
  private final StepEventStore events;
  private final StepLogStore logs;
  private final ParameterMask mask;

  public OlderLogs(
      Database database,
      ExecutionStateStore states,
      StepEventStore events,
      StepLogStore logs,
      ParameterMask mask) {
    this.database = database;
    this.states = states;
    this.events = events;
    this.logs = logs;
    this.mask = mask;
  }

  /**
   * What was read.
   *
   * @param requests the number of requests that have a folder and a state
   * @param files the number of files that were read into a log
   * @param lines the number of their lines
   */
  public record Imported(int requests, int files, int lines) {

    private Imported and(Imported more) {
      return new Imported(requests + more.requests, files + more.files, lines + more.lines);
    }
  }

  /**
   * Reads the logs of all requests that have been adopted.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  public Imported read(Path directory) {
    var imported = new Imported(0, 0, 0);
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(directory, OlderLogs::isOfRequest)) {
      for (Path folder : folders) {
        String id = String.valueOf(folder.getFileName());
        imported = imported.and(database.inTransaction(tx -> read(tx, id, folder)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return imported;
  }

  private static boolean isOfRequest(Path folder) {
    return String.valueOf(folder.getFileName()).length() == LENGTH_OF_ID
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private Imported read(Tx tx, String id, Path folder) {
    // Locked, so that no worker writes lines between those that are read and written again.
    if (states.lock(tx, id).isEmpty()) {
      return new Imported(0, 0, 0);
    }
    int files = 0;
    int lines = 0;
    for (StepChange step : events.stepsOf(tx, id)) {
      Optional<Path> file = fileOf(folder, step.stepName());
      if (file.isPresent()) {
        List<LogLine> found =
            new OlderLogFile(step.stepName(), file.get())
                .lines().stream().map(this::masked).toList();
        if (logs.prepend(tx, id, step.stepName(), found)) {
          files++;
          lines += found.size();
        }
      }
    }
    return new Imported(1, files, lines);
  }

  /** Returns the log file of a step; empty if there is none. A name may be that of no file. */
  private static Optional<Path> fileOf(Path folder, String step) {
    try {
      Path file = folder.resolve(step + ".log").normalize();
      @Nullable Path parent = file.getParent();
      return folder.normalize().equals(parent)
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private LogLine masked(LogLine line) {
    var text = JsonNodeFactory.instance.objectNode().put("line", line.text());
    return new LogLine(line.level(), line.loggedAt(), mask.masked(text).path("line").asText());
  }
}
