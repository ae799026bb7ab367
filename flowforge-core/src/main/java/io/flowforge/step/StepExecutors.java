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
  private final boolean isPublicUrlKnown;

  /**
   * Registers step types.
   *
   * @throws IllegalStateException if two have the same name
   */
  public StepExecutors(Collection<? extends StepExecutor> executors) {
    this(executors, true);
  }

  /**
   * Registers step types.
   *
   * @param isPublicUrlKnown whether this process knows under which URL others reach the server
   * @throws IllegalStateException if two have the same name
   */
  public StepExecutors(Collection<? extends StepExecutor> executors, boolean isPublicUrlKnown) {
    byName = executors.stream().collect(toUnmodifiableMap(StepExecutor::name, identity()));
    this.isPublicUrlKnown = isPublicUrlKnown;
  }

  @Override
  public boolean isPublicUrlKnown() {
    return isPublicUrlKnown;
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
