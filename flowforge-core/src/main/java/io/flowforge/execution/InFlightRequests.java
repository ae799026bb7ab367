package io.flowforge.execution;

import io.flowforge.execution.queue.Slot;
import io.flowforge.request.RequestInterrupter;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.TraceId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The requests that workers of this process are running, and the threads of their steps. Safe for
 * use by many threads.
 */
public final class InFlightRequests implements RequestInterrupter, AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** May hold two of one request: an entry may be revived while its dispatch is still running. */
  private final Set<InFlightRequest> requests = ConcurrentHashMap.newKeySet();

  /**
   * Registers a request as in flight. Must come before the claim, so that a cancellation that
   * commits after the claim finds the request here.
   *
   * @param slot the place that the request takes until it is closed
   */
  InFlightRequest register(String requestId, Slot slot) {
    var request = new InFlightRequest(this, requestId, slot);
    requests.add(request);
    return request;
  }

  void remove(InFlightRequest request) {
    requests.remove(request);
  }

  @Override
  public void interrupt(String requestId) {
    for (InFlightRequest request : requests) {
      if (request.isOf(requestId)) {
        request.interrupt();
      }
    }
  }

  int count() {
    return requests.size();
  }

  /** Returns the requests in flight whose state is known. */
  List<InFlightRequest> watched() {
    return requests.stream().filter(request -> request.watched() != null).toList();
  }

  /** Executes a step on a thread of its own, in the name of the call that caused it. */
  Future<StepOutcome> submit(Callable<StepOutcome> step) {
    return threads.submit(TraceId.kept(step));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
