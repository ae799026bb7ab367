package io.flowforge.execution;

import io.flowforge.execution.InFlightRequest.Watched;
import io.flowforge.postgres.Database;
import io.flowforge.request.log.StepLogStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks from time to time whether the requests in flight are still ours, all with one statement,
 * interrupts those that are not, and writes the lines that the steps of the others have logged.
 */
final class LossWatch {

  /** Lines of a running step must show, and a cancellation must take effect, within a second. */
  static final Duration INTERVAL = Duration.ofMillis(400);

  private static final int LOGS_PER_TRANSACTION = 20;

  private final InFlightRequests requests;
  private final FencedStates states;
  private final Database database;
  private final StepLogStore logs;

  LossWatch(InFlightRequests requests, FencedStates states, Database database, StepLogStore logs) {
    this.requests = requests;
    this.states = states;
    this.database = database;
    this.logs = logs;
  }

  /** A request and what is checked of it now. */
  private record WatchedRequest(InFlightRequest request, Watched watched) {}

  void check() {
    List<WatchedRequest> now = new ArrayList<>();
    for (InFlightRequest request : requests.watched()) {
      Watched watched = request.watched();
      if (watched != null) {
        now.add(new WatchedRequest(request, watched));
      }
    }
    if (now.isEmpty()) {
      return;
    }
    Set<Integer> lost =
        new HashSet<>(states.lostOf(now.stream().map(one -> one.watched().state()).toList()));
    List<BufferedStepLog> toFlush = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      WatchedRequest one = now.get(i);
      BufferedStepLog log = one.watched().log();
      if (lost.contains(i)) {
        one.request().lose(one.watched());
      } else if (log != null && log.hasLines()) {
        toFlush.add(log);
      }
    }
    flush(toFlush);
  }

  private void flush(List<BufferedStepLog> all) {
    for (int from = 0; from < all.size(); from += LOGS_PER_TRANSACTION) {
      int to = Math.min(from + LOGS_PER_TRANSACTION, all.size());
      BufferedStepLog.flushAll(database, logs, all.subList(from, to));
    }
  }
}
