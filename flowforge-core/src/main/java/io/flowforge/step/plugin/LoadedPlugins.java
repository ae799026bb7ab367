package io.flowforge.step.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The step types of all plug-ins of a server.
 *
 * @param loaders their class loaders, which hold their jars open; closed with this
 */
public record LoadedPlugins(List<PluginStep> steps, List<PluginLoader> loaders)
    implements AutoCloseable {

  /** No plug-ins. */
  public static final LoadedPlugins NONE = new LoadedPlugins(List.of(), List.of());

  /** Keeps copies of the lists. */
  public LoadedPlugins {
    steps = List.copyOf(steps);
    loaders = List.copyOf(loaders);
  }

  @Override
  public void close() {
    for (PluginLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
