package io.flowforge.request.state;

import io.flowforge.postgres.Tx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All events, by request and oldest first, each read once and a few at a time. Asks for nothing
 * that the tables of older systems lack, not even an index. Belongs to one transaction.
 */
public final class OlderEventScan {

  private static final int FETCHED = 2_000;

  private final Tx tx;
  private List<OlderEvent> fetched = List.of();
  private int next;
  private boolean isAtEnd;

  private OlderEventScan(Tx tx) {
    this.tx = tx;
  }

  /** Begins a scan. Sorting a large table may take longer than a statement usually may. */
  public static OlderEventScan begin(Tx tx) {
    tx.update("SET LOCAL statement_timeout = 0");
    tx.update(
        """
        DECLARE older_events NO SCROLL CURSOR FOR
        SELECT service_request_id, step_name, event_type, event_id,
               coalesce(to_jsonb(event) ->> 'step_type', '') AS step_type
        FROM service_request_event AS event
        ORDER BY service_request_id COLLATE "C", event_id
        """);
    return new OlderEventScan(tx);
  }

  /** Returns the events up to those of the request with this id that were not returned before. */
  public List<OlderEvent> upTo(String requestId) {
    List<OlderEvent> events = new ArrayList<>();
    for (@Nullable OlderEvent event = peek();
        event != null && event.requestId().compareTo(requestId) <= 0;
        event = peek()) {
      events.add(event);
      next++;
    }
    return events;
  }

  private @Nullable OlderEvent peek() {
    if (next == fetched.size() && !isAtEnd) {
      fetched =
          tx.list(
              "FETCH FORWARD %d FROM older_events".formatted(FETCHED), StepEventStore::olderEvent);
      next = 0;
      isAtEnd = fetched.size() < FETCHED;
    }
    return next < fetched.size() ? fetched.get(next) : null;
  }
}
