package io.flowforge.faults.load;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The responses of the servers to the load. Safe for use by many threads. */
public final class Conversation {

  /** More than happens in a second. */
  private static final int LATEST = 20;

  private final Deque<AcceptedAction> accepted = new ConcurrentLinkedDeque<>();
  private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
  private final Map<Integer, AtomicInteger> responsesByStatus = new ConcurrentHashMap<>();
  private final AtomicInteger missing = new AtomicInteger();

  /**
   * An error response.
   *
   * @param status 0 if the client gave up
   */
  public record Refusal(String call, int status, boolean hasRetryAfter, String body) {}

  public void accept(AcceptedAction promise) {
    accepted.add(promise);
  }

  void received(String call, HttpResponse<String> response) {
    responsesByStatus
        .computeIfAbsent(response.statusCode(), _ -> new AtomicInteger())
        .incrementAndGet();
    if (response.statusCode() >= 400) {
      refusals.add(
          new Refusal(
              call,
              response.statusCode(),
              response.headers().firstValue("Retry-After").isPresent(),
              response.body()));
    }
  }

  /** Counts a call without a response: the connection broke, or the timeout passed. */
  void receivedNothing() {
    missing.incrementAndGet();
  }

  /** Notes a call that no server has carried out, although it was repeated for that long. */
  void gaveUp(String call, Duration after) {
    refusals.add(
        new Refusal(
            call, 0, false, "no server responded within %d s".formatted(after.toSeconds())));
  }

  public List<AcceptedAction> accepted() {
    return List.copyOf(accepted);
  }

  /** Returns the actions that have succeeded last, the latest one first. */
  public List<AcceptedAction> latest() {
    List<AcceptedAction> latest = new ArrayList<>();
    Iterator<AcceptedAction> all = accepted.descendingIterator();
    while (all.hasNext() && latest.size() < LATEST) {
      latest.add(all.next());
    }
    return latest;
  }

  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** Returns how often that action has succeeded so far. */
  public int count(RequestAction action) {
    return (int) accepted.stream().filter(promise -> promise.action() == action).count();
  }

  /** Returns a summary for people: the number of responses by status code, and of none. */
  public String summary() {
    SortedMap<Integer, AtomicInteger> sorted = new TreeMap<>(responsesByStatus);
    return "responses " + sorted + ", no response " + missing;
  }
}
