package io.flowforge.load.api;

import io.flowforge.generator.LoadOrder;
import io.flowforge.generator.LoadOrder.Call;
import io.flowforge.load.plan.BenchPlan;
import java.util.List;

/**
 * A call of the API.
 *
 * @param name also the name of the route of the bare server
 * @param calls the call as different people make it
 */
record Operation(String name, String method, List<Call> calls) {

  /** Enough to keep every core busy. */
  static final int CONNECTIONS = 32;

  /** So many that no call at half of the throughput waits for one. */
  private static final int CONNECTIONS_AT_A_RATE = 128;

  /** Returns the same call to another path. */
  Operation at(String path) {
    return new Operation(
        name,
        method,
        calls.stream().map(call -> new Call(path, call.token(), call.body())).toList());
  }

  /** Returns the order to send as many calls as are served. */
  LoadOrder saturating(int port, BenchPlan plan) {
    return order(port, 0, CONNECTIONS, plan);
  }

  /** Returns the order to send calls at a rate. */
  LoadOrder at(double rate, int port, BenchPlan plan) {
    return order(port, rate, CONNECTIONS_AT_A_RATE, plan);
  }

  private LoadOrder order(int port, double rate, int connections, BenchPlan plan) {
    return new LoadOrder(
        List.of(port),
        method,
        calls,
        false,
        rate,
        connections,
        plan.warmUp().toMillis(),
        plan.time().toMillis());
  }
}
