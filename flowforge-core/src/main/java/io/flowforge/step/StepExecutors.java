package io.flowforge.step;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.flowforge.pipeline.StepTypes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The step types of this process, by name. */
public final class StepExecutors implements StepTypes {

  private final Map<String, StepExecutor> byName;

  /**
   * Registers step types.
   *
   * @throws IllegalStateException if two have the same name
   */
  public StepExecutors(Collection<? extends StepExecutor> executors) {
    byName = executors.stream().collect(toUnmodifiableMap(StepExecutor::name, identity()));
  }

  @Override
  public List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  @Override
  public Optional<StepExecutor> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
