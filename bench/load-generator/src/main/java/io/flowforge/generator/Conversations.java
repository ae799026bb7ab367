package io.flowforge.generator;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each session of Hyperfoil is about. Used by one thread.
 *
 * <p>Hyperfoil's own session variables are typed by name at run time; an array is simpler.
 */
final class Conversations {

  private final LoadOrder order;
  private final CallTimes times;
  private final Map<Integer, Integer> refused = new TreeMap<>();
  private Current[] current = new Current[0];
  private int next;
  private int nextPort;

  Conversations(LoadOrder order, CallTimes times) {
    this.order = order;
    this.times = times;
  }

  /** A call, the server, when it was due, and the body of its response as far as it arrived. */
  record Current(LoadOrder.Call call, String server, long due, StringBuilder response) {

    /** Returns the path that starts the request that the call created. */
    String startPath() {
      return "/api/service_request/" + CreatedId.in(response) + "/start";
    }
  }

  /** Begins the next call in a session. */
  void begin(int session) {
    LoadOrder.Call call = order.calls().get(next);
    next = (next + 1) % order.calls().size();
    String server = "127.0.0.1:" + order.ports().get(nextPort);
    nextPort = (nextPort + 1) % order.ports().size();
    if (session >= current.length) {
      current = Arrays.copyOf(current, session + 64);
    }
    current[session] =
        new Current(call, server, times.start(System.nanoTime()), new StringBuilder());
  }

  Current of(int session) {
    return current[session];
  }

  /** Notes the status of a response. */
  void status(int status) {
    if (status / 100 != 2) {
      refused.merge(status, 1, Integer::sum);
    }
  }

  /** Notes that all of the call is answered. */
  void end(int session) {
    times.answered(current[session].due(), System.nanoTime());
  }

  /** Returns how often each status other than 2xx was the answer. */
  Map<Integer, Integer> refused() {
    return refused;
  }
}
