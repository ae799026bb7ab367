package io.flowforge.step.plugin;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.api.StepDeclarationCheck;
import io.flowforge.step.api.StepParameter;
import io.flowforge.step.api.StepPlugin;
import io.flowforge.step.api.StepResult;
import io.flowforge.step.api.StepValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A step type of a plug-in. */
public final class PluginStep implements StepExecutor {

  private final StepPlugin plugin;
  private final ClassLoader loader;
  private final String name;
  private final Set<String> parameterNames;

  PluginStep(StepPlugin plugin, ClassLoader loader) {
    this.plugin = plugin;
    this.loader = loader;
    name = plugin.name();
    parameterNames =
        plugin.parameters().stream().map(StepParameter::name).collect(toUnmodifiableSet());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> parameterNames() {
    return parameterNames;
  }

  @Override
  public List<String> problemsOf(Step step) {
    List<String> problems = new ArrayList<>();
    if (step.policy().successCodes() != null) {
      problems.add("success_codes: only API steps have status codes; remove it");
    }
    ObjectNode literals = step.parameters().deepCopy();
    literals.properties().removeIf(field -> !Placeholders.namesIn(field.getValue()).isEmpty());
    StepDeclarationCheck.problemsOf(
            plugin, PluginValues.of(literals), step.parameters()::hasNonNull)
        .forEach(problem -> problems.add("parameters." + problem));
    return problems;
  }

  @Override
  public StepOutcome execute(StepContext context) throws InterruptedException {
    StepValues values;
    try {
      values = PluginValues.of((ObjectNode) context.values().inJson(context.step().parameters()));
    } catch (IllegalArgumentException e) {
      return new StepOutcome.Failed(String.valueOf(e.getMessage()));
    }
    List<String> problems = StepDeclarationCheck.problemsOf(plugin, values, _ -> false);
    if (!problems.isEmpty()) {
      return new StepOutcome.Failed("The step cannot be executed: " + problems.getFirst());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return outcomeOf(plugin.execute(new PluginCall(context, values)));
    } catch (LinkageError | StackOverflowError e) {
      // Of this step only; other errors concern the whole server.
      return new StepOutcome.Failed("The plug-in failed: " + e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static StepOutcome outcomeOf(StepResult result) {
    return switch (result) {
      case StepResult.Completed _ -> new StepOutcome.Completed();
      case StepResult.Failed(String reason) -> new StepOutcome.Failed(reason);
      case StepResult.Suspended suspended when suspended.memo().length() > StepWait.MAX_MEMO ->
          new StepOutcome.Failed(
              "The plug-in failed: its memo has %d characters; at most %d are kept"
                  .formatted(suspended.memo().length(), StepWait.MAX_MEMO));
      case StepResult.Suspended(Duration delay, String memo) ->
          new StepOutcome.Suspended(delay, WaitsFor.TIME, memo);
      case StepResult.AttemptFailed failed ->
          new StepOutcome.AttemptFailed(
              failed.reason(),
              switch (failed.kind()) {
                case CONNECTION -> FailureKind.CONNECTION;
                case TIMEOUT -> FailureKind.TIMEOUT;
              },
              failed.pause());
    };
  }
}
