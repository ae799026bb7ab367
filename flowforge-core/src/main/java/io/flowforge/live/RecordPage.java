package io.flowforge.live;

import io.flowforge.live.event.LiveEvent;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.log.LoggedRow;
import io.flowforge.request.state.RequestStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has happened to a request after a position, as one moment shows it.
 *
 * @param events in their order
 * @param isComplete whether nothing follows them at that moment
 * @param status the status of the request at that moment; empty if there is no such request
 * @param seq the number of its latest transition at that moment; 0 if there is no such request
 */
record RecordPage(
    List<LiveEvent> events, boolean isComplete, Optional<RequestStatus> status, long seq) {

  /** The page of a request that is gone. */
  static final RecordPage OF_NOTHING = new RecordPage(List.of(), true, Optional.empty(), 0);

  RecordPage {
    events = List.copyOf(events);
  }

  /** Returns the status in which the request has ended, if nothing more is to be told. */
  Optional<RequestStatus> end() {
    return isComplete ? status.filter(RequestStatus::isEnd) : Optional.empty();
  }

  /** Returns what is known of it when its events have been dealt with. */
  RecordPage withoutEvents() {
    return new RecordPage(List.of(), isComplete, status, seq);
  }

  /** Returns the position after all events. */
  StreamPosition endAfter(StreamPosition begin) {
    StreamPosition position = begin;
    for (LiveEvent event : events) {
      position = moved(position, event);
    }
    return settled(position);
  }

  /**
   * Returns the position after the last event of a complete page. If somebody has deleted
   * transitions, nobody need look for them again.
   */
  StreamPosition settled(StreamPosition last) {
    return isComplete && seq > last.seq() ? last.afterTransition(seq) : last;
  }

  /** Returns the position after an event. */
  static StreamPosition moved(StreamPosition position, LiveEvent event) {
    return switch (event) {
      case LiveEvent.OfTransition(PastTransition transition) ->
          position.afterTransition(transition.seq());
      case LiveEvent.OfLog(LoggedRow row) -> position.afterLog(row.logId());
      case LiveEvent.OfEnd _, LiveEvent.OfReset _, LiveEvent.OfChange _, LiveEvent.OfClosing _ ->
          position;
    };
  }

  /**
   * Some records of a kind.
   *
   * @param hasMore whether others follow
   */
  record Part<T>(List<T> records, boolean hasMore) {

    boolean isOverAt(int index) {
      return index == records.size();
    }

    boolean isUnknownAt(int index) {
      return isOverAt(index) && hasMore;
    }
  }

  /**
   * Puts transitions and rows of the log into one order. Each step of this depends on what comes
   * next of both and on nothing else, so a stream that is resumed goes on as it would have.
   */
  static RecordPage merged(
      Part<PastTransition> transitions, Part<LoggedRow> rows, RequestStatus status, long seq) {
    List<LiveEvent> events = new ArrayList<>();
    int transition = 0;
    int row = 0;
    while (!transitions.isUnknownAt(transition) && !rows.isUnknownAt(row)) {
      boolean isLog =
          !rows.isOverAt(row)
              && (transitions.isOverAt(transition)
                  || isBefore(rows.records().get(row), transitions.records().get(transition)));
      if (isLog) {
        events.add(new LiveEvent.OfLog(rows.records().get(row)));
        row++;
      } else if (!transitions.isOverAt(transition)) {
        events.add(new LiveEvent.OfTransition(transitions.records().get(transition)));
        transition++;
      } else {
        return new RecordPage(events, true, Optional.of(status), seq);
      }
    }
    return new RecordPage(events, false, Optional.of(status), seq);
  }

  /**
   * Returns whether the row was committed before the transition, or with it. The log of a step is
   * written between the transition that begins the step and the one that ends it; the last lines
   * are written together with the end. Only what happens within a step is told apart by times.
   */
  private static boolean isBefore(LoggedRow row, PastTransition transition) {
    if (row.run() != transition.run()) {
      return row.run() < transition.run();
    }
    String step = transition.stepName();
    if (step != null && !step.equals(row.stepName())) {
      return false;
    }
    return switch (transition.name()) {
      case "CREATE", "START", "RESUME" -> false;
      case "RETRY", "SUSPEND", "SIGNAL", "WAIT", "ADOPT" -> isEarlier(row, transition);
      default -> step != null || isEarlier(row, transition);
    };
  }

  private static boolean isEarlier(LoggedRow row, PastTransition transition) {
    return !row.loggedAt().isAfter(transition.at());
  }
}
