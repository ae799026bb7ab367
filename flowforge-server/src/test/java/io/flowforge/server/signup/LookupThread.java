package io.flowforge.server.signup;

import static io.flowforge.testing.Eventually.eventually;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A call that signs somebody up, in a thread of its own. */
final class LookupThread<T> {

  private final FutureTask<T> task;
  private final Thread thread;

  LookupThread(Supplier<T> call) {
    task = new FutureTask<>(call::get);
    thread = Thread.startVirtualThread(task);
  }

  /** Waits until the call waits for the lookup of another call. */
  void awaitInLine() {
    eventually(thread::getStackTrace, LookupThread::waitsForAResult);
  }

  T result() throws InterruptedException, ExecutionException {
    return task.get();
  }

  private static boolean waitsForAResult(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .anyMatch(
            frame ->
                frame.getClassName().equals(CompletableFuture.class.getName())
                    && (frame.getMethodName().equals("waitingGet")
                        || frame.getMethodName().equals("timedGet")));
  }
}
