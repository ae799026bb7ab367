package io.flowforge.step.api.trial;

import io.flowforge.step.api.StepCall;
import io.flowforge.step.api.StepDeclarationCheck;
import io.flowforge.step.api.StepLogger;
import io.flowforge.step.api.StepParameter;
import io.flowforge.step.api.StepPlugin;
import io.flowforge.step.api.StepResult;
import io.flowforge.step.api.StepValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a step type as a server would, for its tests: {@code new StepTrial(plugin).with("to",
 * "ada@example.com").run()}. The server's own checks are part of it.
 */
public final class StepTrial {

  private final StepPlugin plugin;
  private final Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
  private int attempt = 1;
  private @Nullable String memo;

  /**
   * Begins a trial of a step type.
   *
   * @throws IllegalArgumentException with all problems, if a server would refuse the step type
   */
  public StepTrial(StepPlugin plugin) {
    List<String> problems = StepDeclarationCheck.problemsOf(plugin);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    this.plugin = plugin;
  }

  /** Sets a parameter, of a class that {@link StepValues} names. */
  public StepTrial with(String name, @Nullable Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Sets the number of the attempt; 1 otherwise. */
  public StepTrial attempt(int number) {
    attempt = number;
    return this;
  }

  /** Makes this the continuation of an execution that was suspended with this memo. */
  public StepTrial after(String lastMemo) {
    memo = lastMemo;
    return this;
  }

  /** Returns why a server would refuse a pipeline with this step; empty if it would not. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Set<String> known =
        plugin.parameters().stream().map(StepParameter::name).collect(Collectors.toSet());
    parameters.keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> problems.add(name + ": is unknown; remove it"));
    problems.addAll(
        StepDeclarationCheck.problemsOf(plugin, new StepValues(parameters), _ -> false));
    return problems;
  }

  /**
   * Executes the step once.
   *
   * @throws IllegalArgumentException with all problems, if a server would refuse the step
   */
  public Outcome run() throws InterruptedException {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    var call =
        new TrialCall(
            new StepValues(parameters), attempt, Optional.ofNullable(memo), new ArrayList<>());
    return new Outcome(plugin.execute(call), List.copyOf(call.lines));
  }

  /** What came of an execution: its result, and the lines of its log. */
  public record Outcome(StepResult result, List<String> log) {}

  private record TrialCall(
      StepValues parameters, int attempt, Optional<String> memo, List<String> lines)
      implements StepCall, StepLogger {

    @Override
    public String requestId() {
      return "0123456789abcdef01234567";
    }

    @Override
    public int run() {
      return 1;
    }

    @Override
    public int organizationId() {
      return 1;
    }

    @Override
    public String requesterId() {
      return "auth0|requester";
    }

    @Override
    public String stepName() {
      return "step";
    }

    @Override
    public String idempotencyKey() {
      return requestId() + "/" + stepName() + "/" + run();
    }

    @Override
    public Duration timeout() {
      return Duration.ofMinutes(5);
    }

    @Override
    public StepLogger log() {
      return this;
    }

    @Override
    public void info(String text) {
      lines.add(text);
    }

    @Override
    public void error(String text) {
      lines.add(text);
    }
  }
}
