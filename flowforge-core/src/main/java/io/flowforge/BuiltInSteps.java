package io.flowforge;

import static java.util.stream.Collectors.toSet;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.json.Json;
import io.flowforge.step.ApprovalStep;
import io.flowforge.step.StepExecutor;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.ApiStep;
import io.flowforge.step.plugin.LoadedPlugins;
import io.flowforge.step.plugin.PluginFolder;
import io.flowforge.step.wait.DelayStep;
import io.flowforge.step.wait.WaitForCallbackStep;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The step types of Flowforge and of its plug-ins.
 *
 * @param executors all of them, by name
 * @param api the one that holds connections; closed with this
 * @param plugins those that hold jars open; closed with this
 */
record BuiltInSteps(StepExecutors executors, ApiStep api, LoadedPlugins plugins)
    implements AutoCloseable {

  /**
   * Registers the step types. This is the only place.
   *
   * @param hasKeys whether this process has keys of secrets
   * @throws io.flowforge.error.InvalidException with all problems of the plug-ins
   */
  static BuiltInSteps open(
      ExecutionSettings settings, boolean hasKeys, MeterRegistry meters, InstantSource clock) {
    ApiStep api =
        ApiStep.open(
            settings.calls().withMaxWait(settings.waits().max()),
            settings.requestsInFlight(),
            Json.mapper(),
            meters,
            clock);
    List<StepExecutor> steps = new ArrayList<>();
    steps.add(api);
    steps.add(new ApprovalStep());
    steps.add(new DelayStep(settings.waits()));
    steps.add(new WaitForCallbackStep(settings.waits(), hasKeys));
    Set<String> names = steps.stream().map(StepExecutor::name).collect(toSet());
    LoadedPlugins plugins;
    try {
      plugins =
          settings
              .plugins()
              .map(folder -> PluginFolder.load(folder, names))
              .orElse(LoadedPlugins.NONE);
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
    steps.addAll(plugins.steps());
    return new BuiltInSteps(
        new StepExecutors(steps, settings.waits().publicUrl().isPresent()), api, plugins);
  }

  @Override
  public void close() {
    try (plugins) {
      api.close();
    }
  }
}
