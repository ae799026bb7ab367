package io.flowforge.step.plugin;

import io.flowforge.request.suspension.StepWait;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepLog;
import io.flowforge.step.api.StepCall;
import io.flowforge.step.api.StepLogger;
import io.flowforge.step.api.StepValues;
import java.time.Duration;
import java.util.Optional;

/** One execution of a step, as a plug-in sees it. */
record PluginCall(StepContext context, StepValues parameters) implements StepCall {

  @Override
  public String requestId() {
    return context.request().id();
  }

  @Override
  public int run() {
    return context.request().run();
  }

  @Override
  public int organizationId() {
    return context.request().orgId();
  }

  @Override
  public String requesterId() {
    return context.request().userId();
  }

  @Override
  public String stepName() {
    return context.step().stepName();
  }

  @Override
  public int attempt() {
    return context.attempt();
  }

  @Override
  public String idempotencyKey() {
    return context.idempotencyKey();
  }

  @Override
  public Optional<String> memo() {
    return context.suspension().map(StepWait::memo);
  }

  @Override
  public Duration timeout() {
    return context.timeout();
  }

  @Override
  public StepLogger log() {
    return new PluginLog(context.log());
  }

  private record PluginLog(StepLog log) implements StepLogger {

    @Override
    public void info(String text) {
      log.info(text);
    }

    @Override
    public void error(String text) {
      log.error(text);
    }
  }
}
