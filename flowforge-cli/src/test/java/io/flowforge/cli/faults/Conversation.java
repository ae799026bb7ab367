package io.flowforge.cli.faults;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the servers said to the load: their promises, and their refusals. */
final class Conversation {

  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
  private final Map<Integer, AtomicInteger> answersByStatus = new ConcurrentHashMap<>();
  private final AtomicInteger silences = new AtomicInteger();

  /** An answer that tells the client that it did not get what it asked for. */
  record Refusal(String call, int status, boolean saysWhenToComeBack, String body) {}

  void accept(Accepted promise) {
    accepted.add(promise);
  }

  void heard(String call, HttpResponse<String> response) {
    answersByStatus
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

  /** The connection broke, or the answer did not come in time. */
  void heardNothing() {
    silences.incrementAndGet();
  }

  List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** How many of these promises there are so far. */
  int count(Action action) {
    return (int) accepted.stream().filter(promise -> promise.action() == action).count();
  }

  /** How often the servers told the load to come back later. */
  int postponed() {
    return answersByStatus.getOrDefault(503, new AtomicInteger()).get();
  }

  /** For people: how often each status was answered, and how often nothing. */
  String summary() {
    SortedMap<Integer, AtomicInteger> sorted = new TreeMap<>(answersByStatus);
    return "answers " + sorted + ", no answer " + silences;
  }
}
