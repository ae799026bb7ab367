package io.flowforge.trace;

import java.util.concurrent.Callable;

/**
 * The name of the call that the current thread serves, or that caused the work it does. Clients
 * know it as {@code X-Request-Id}, the log as {@code request_id}, PostgreSQL as {@code trace_id}.
 */
public final class TraceId {

  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private TraceId() {}

  /** Empty when no call is known, as in what the system does by itself. */
  public static String current() {
    return CURRENT.orElse("");
  }

  /** Does the work under that name. */
  public static <T, X extends Throwable> T within(
      String id, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, id).<T, X>call(work);
  }

  /** Does the work under that name. */
  public static void run(String id, Runnable work) {
    ScopedValue.where(CURRENT, id).run(work);
  }

  /** The work, under the name that counts here and now, whatever thread does it. */
  public static <T> Callable<T> kept(Callable<T> work) {
    String id = current();
    return () -> within(id, work::call);
  }
}
