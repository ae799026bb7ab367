package io.flowforge.request.projection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What this process knows to be in MongoDB and PostgreSQL does not know yet. Marked in one
 * statement for all requests of a tenth of a second: a mark is nothing that anybody waits for, and
 * one that is lost in a crash is made up for by the reconciler. Thread-safe.
 */
public final class ProjectionMarks implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ProjectionMarks.class.getName());

  private static final Duration DELAY = Duration.ofMillis(100);

  private final Database database;
  private final UnprojectedStore store;
  private final Executor later;

  /** Held while marks are written, so that the end waits for them. */
  private final Object writing = new Object();

  /** What is to be marked, by the ids of the requests; guarded by this. */
  private Map<String, Mark> waiting = new HashMap<>();

  /**
   * Something that MongoDB has.
   *
   * @param statusSeq the number of the transition whose status it is
   * @param otherwise done if the row cannot be marked
   * @param isRetried whether the row was locked at the first attempt
   */
  private record Mark(long statusSeq, Runnable otherwise, boolean isRetried) {

    Mark and(Mark later) {
      return new Mark(
          Math.max(statusSeq, later.statusSeq),
          () -> {
            otherwise.run();
            later.otherwise.run();
          },
          isRetried || later.isRetried);
    }
  }

  public ProjectionMarks(Database database, UnprojectedStore store) {
    this(database, store, DELAY);
  }

  /**
   * @param delay how long marks wait for others
   */
  public ProjectionMarks(Database database, UnprojectedStore store, Duration delay) {
    this.database = database;
    this.store = store;
    this.later =
        CompletableFuture.delayedExecutor(
            delay.toMillis(), MILLISECONDS, task -> Thread.ofVirtual().start(task));
  }

  /** Notes that MongoDB has the status that a transition gave to the request. */
  public void addStatus(String requestId, long statusSeq) {
    add(requestId, new Mark(statusSeq, () -> {}, false));
  }

  /**
   * Notes that a request has got its document.
   *
   * @param otherwise done if the row cannot be marked, because it has another status by then
   */
  public void addDocument(String requestId, long statusSeq, Runnable otherwise) {
    add(requestId, new Mark(statusSeq, otherwise, false));
  }

  private synchronized void add(String requestId, Mark mark) {
    if (waiting.isEmpty()) {
      later.execute(this::markAll);
    }
    waiting.merge(requestId, mark, Mark::and);
  }

  private synchronized Map<String, Mark> take() {
    Map<String, Mark> taken = waiting;
    waiting = new HashMap<>();
    return taken;
  }

  /** Marks what waits to be marked. */
  public void markAll() {
    synchronized (writing) {
      mark(take());
    }
  }

  private void mark(Map<String, Mark> taken) {
    if (taken.isEmpty()) {
      return;
    }
    try {
      Map<String, Long> seqs = new TreeMap<>();
      taken.forEach((id, mark) -> seqs.put(id, mark.statusSeq()));
      Set<String> marked = database.inTransaction(tx -> tx.last(() -> store.mark(tx, seqs)));
      taken.keySet().removeAll(marked);
      taken.forEach(this::again);
    } catch (UnavailableException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("projection_postponed")
              .with("requests", taken.size())
              .with("reason", e.userMessage()));
    }
  }

  private void again(String requestId, Mark mark) {
    if (mark.isRetried()) {
      mark.otherwise().run();
    } else {
      add(requestId, new Mark(mark.statusSeq(), mark.otherwise(), true));
    }
  }

  /** Marks everything that is known by now. */
  @Override
  public void close() {
    markAll();
    markAll();
  }
}
