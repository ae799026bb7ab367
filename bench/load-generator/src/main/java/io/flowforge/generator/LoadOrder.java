package io.flowforge.generator;

import java.util.List;

/**
 * Calls to send, as a line of JSON.
 *
 * @param ports the ports on 127.0.0.1 of the servers, which take turns
 * @param method the HTTP method of every call
 * @param calls sent in this order, again and again
 * @param startsWhatItCreates whether each call is followed by one that starts the request whose id
 *     is in the response; the two count as one
 * @param rate calls per second whether earlier ones were answered or not; 0 to send the next call
 *     of a connection when the last was answered
 * @param connections the maximum number of calls in flight
 * @param warmUpMillis how long calls are sent before they count
 * @param millis how long calls are sent that count
 */
public record LoadOrder(
    List<Integer> ports,
    String method,
    List<Call> calls,
    boolean startsWhatItCreates,
    double rate,
    int connections,
    long warmUpMillis,
    long millis) {

  /** In the body of a call: the time at which the call was due, in nanoseconds of the machine. */
  public static final String DUE = "@due@";

  /**
   * A call.
   *
   * @param body empty for none
   */
  public record Call(String path, String token, String body) {}
}
