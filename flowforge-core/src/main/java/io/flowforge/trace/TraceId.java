package io.flowforge.trace;

import java.util.concurrent.Callable;

/**
 * The id of the call that the current thread serves, or that caused its work: {@code X-Request-Id}
 * in HTTP, {@code request_id} in the log, {@code trace_id} in PostgreSQL.
 */
public final class TraceId {

  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private TraceId() {}

  /** Returns the current id, or an empty string in work that no call has caused. */
  public static String current() {
    return CURRENT.orElse("");
  }

  /** Runs the work with this id. */
  public static <T, X extends Throwable> T within(
      String id, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, id).<T, X>call(work);
  }

  /** Runs the work with this id. */
  public static void run(String id, Runnable work) {
    ScopedValue.where(CURRENT, id).run(work);
  }

  /** Binds the work to the current id, on whatever thread it will run. */
  public static <T> Callable<T> kept(Callable<T> work) {
    String id = current();
    return () -> within(id, work::call);
  }
}
