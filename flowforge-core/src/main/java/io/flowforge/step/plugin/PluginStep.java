package io.flowforge.step.plugin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.declaration.ParameterDeclaration;
import io.flowforge.pipeline.declaration.StepDeclaration;
import io.flowforge.pipeline.declaration.ValueType;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.step.JsonOutputs;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.api.StepDeclarationCheck;
import io.flowforge.step.api.StepParameter;
import io.flowforge.step.api.StepPlugin;
import io.flowforge.step.api.StepResult;
import io.flowforge.step.api.StepValues;
import io.flowforge.text.CharacterKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A step type of a plug-in. */
public final class PluginStep implements StepExecutor {

  private final StepPlugin plugin;
  private final ClassLoader loader;
  private final StepDeclaration declaration;

  PluginStep(StepPlugin plugin, ClassLoader loader) {
    this.plugin = plugin;
    this.loader = loader;
    declaration =
        new StepDeclaration(
            plugin.name(),
            plugin.description(),
            plugin.parameters().stream().map(PluginStep::declared).toList());
  }

  private static ParameterDeclaration declared(StepParameter parameter) {
    ParameterDeclaration declared =
        ParameterDeclaration.of(
            parameter.name(),
            parameter.description(),
            switch (parameter.type()) {
              case STRING -> ValueType.STRING;
              case NUMBER -> ValueType.NUMBER;
              case BOOLEAN -> ValueType.BOOLEAN;
              case LIST -> ValueType.ARRAY;
              case OBJECT -> ValueType.OBJECT;
            });
    declared = parameter.isRequired() ? declared.required() : declared;
    return parameter.allowedValues().isEmpty()
        ? declared
        : declared.oneOf(parameter.allowedValues());
  }

  @Override
  public String name() {
    return declaration.name();
  }

  @Override
  public StepDeclaration declaration() {
    return declaration;
  }

  @Override
  public Set<String> parameterNames() {
    return declaration.parameterNames();
  }

  @Override
  public List<String> problemsOfOutputs(Step step) {
    return JsonOutputs.problemsOf(step);
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
      return outcomeOf(context.step(), plugin.execute(new PluginCall(context, values)));
    } catch (LinkageError | StackOverflowError e) {
      // Of this step only; other errors concern the whole server.
      return new StepOutcome.Failed("The plug-in failed: " + e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static StepOutcome outcomeOf(Step step, StepResult result) {
    return switch (result) {
      case StepResult.Completed(var output) -> completed(step, output);
      case StepResult.Failed(String reason) -> new StepOutcome.Failed(reason);
      case StepResult.Suspended suspended when suspended.memo().length() > StepWait.MAX_MEMO ->
          new StepOutcome.Failed(
              "The plug-in failed: its memo has %d characters; at most %d are kept"
                  .formatted(suspended.memo().length(), StepWait.MAX_MEMO));
      case StepResult.Suspended suspended when !isStorable(suspended.memo()) ->
          new StepOutcome.Failed(
              "The plug-in failed: its memo has U+0000 or half of a surrogate pair, which cannot be stored");
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

  private static boolean isStorable(String memo) {
    return memo.indexOf('\0') < 0 && !CharacterKind.SURROGATE.isIn(memo);
  }

  private static StepOutcome completed(Step step, Map<String, ?> output) {
    if (step.outputs().isEmpty()) {
      return new StepOutcome.Completed();
    }
    try {
      return new StepOutcome.Completed(JsonOutputs.of(step, PluginValues.toJson(output)));
    } catch (IllegalArgumentException e) {
      return new StepOutcome.Failed("The plug-in failed: its output " + e.getMessage());
    }
  }
}
