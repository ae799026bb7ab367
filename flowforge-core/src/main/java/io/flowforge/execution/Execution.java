package io.flowforge.execution;

import io.flowforge.json.Json;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.StepTypes;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseClock;
import io.flowforge.request.RequestReconciler;
import io.flowforge.request.Requests;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.WorkQueue;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * Puts the parts of this package together: the step types, the queue, the workers and the sweeps of
 * the reconciler. Nothing runs before {@link #start}.
 */
public final class Execution implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Execution.class.getName());

  private final Database database;
  private final ExecutionSettings settings;
  private final DatabaseClock clock;
  private final CloseableHttpClient callClient;
  private final StepExecutors executors;
  private final StepThreads threads;
  private final RunQueue queue;
  private final ScheduledExecutorService sweeps =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("reconciler").factory());

  public Execution(Database database, ExecutionSettings settings, DatabaseClock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.callClient = CallClient.open(settings);
    // The one place where step types are registered.
    this.executors =
        new StepExecutors(List.of(new ApiStep(callClient, Json.mapper()), new ApprovalStep()));
    this.threads = new StepThreads(settings.stepTimeout());
    this.queue = new RunQueue(database, threads, clock);
  }

  public StepTypes stepTypes() {
    return executors;
  }

  public WorkQueue queue() {
    return queue;
  }

  /** Starts to run requests, and to repair what a crash left behind. */
  public void start(Requests requests, PipelineStore pipelines, ServiceRequestStore store) {
    queue.start(
        new RequestRunner(database, pipelines, store, executors, requests, threads, clock),
        settings);
    long interval = settings.sweepInterval().toMillis();
    var _ =
        sweeps.scheduleWithFixedDelay(
            () -> sweep(requests.reconciler()), interval, interval, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    sweeps.shutdownNow();
    try (callClient;
        threads) {
      queue.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=call_client_not_closed", e);
    }
  }

  /** A sweep that fails is no reason not to sweep again. */
  private void sweep(RequestReconciler reconciler) {
    try {
      clock.adjust();
      reconciler.sweep();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "event=sweep_failed reason=\"" + e.getMessage() + "\"");
    }
  }
}
