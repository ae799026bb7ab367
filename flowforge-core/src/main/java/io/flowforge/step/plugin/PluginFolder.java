package io.flowforge.step.plugin;

import io.flowforge.error.InvalidException;
import io.flowforge.step.api.StepDeclarationCheck;
import io.flowforge.step.api.StepPlugin;
import io.flowforge.trace.LogEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The plug-ins in a folder: each is a folder of jars, one or more of which name step types in
 * {@code META-INF/services} and the version of the step API in their manifest.
 */
public final class PluginFolder {

  /** The variable that names the folder. */
  public static final String SETTING = "FLOWFORGE_PLUGINS";

  private static final Logger LOG = System.getLogger(PluginFolder.class.getName());

  private static final String API_VERSION = "1";
  private static final String MANIFEST_KEY = "Flowforge-Step-Api";
  private static final String SERVICES = "META-INF/services/" + StepPlugin.class.getName();
  private static final int MAX_PLUGINS = 100;

  private final Map<String, String> folderOfName = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<PluginStep> steps = new ArrayList<>();
  private final List<PluginLoader> loaders = new ArrayList<>();

  private PluginFolder() {}

  /**
   * Returns the folder that a setting names.
   *
   * @throws InvalidException if it is no folder that this process can read
   */
  public static Path checked(String path) {
    Path folder = Path.of(path);
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      throw new InvalidException(
          SETTING + " must be a folder that this process can read; '" + path + "' is not");
    }
    return folder;
  }

  /**
   * Loads all plug-ins of a folder.
   *
   * @param builtIn the names of the step types that every server has
   * @throws InvalidException with all problems: of two step types with one name, of jars without a
   *     step type or for another version of the step API, and of step types that cannot be created
   */
  public static LoadedPlugins load(Path folder, Set<String> builtIn) {
    var plugins = new PluginFolder();
    builtIn.forEach(name -> plugins.folderOfName.put(name, ""));
    List<Path> folders = entries(folder, Files::isDirectory);
    if (folders.size() > MAX_PLUGINS) {
      plugins.problems.add(
          "%s has %d folders; use at most %d".formatted(SETTING, folders.size(), MAX_PLUGINS));
    } else {
      folders.forEach(plugins::loadOne);
    }
    var loaded = new LoadedPlugins(plugins.steps, plugins.loaders);
    if (!plugins.problems.isEmpty()) {
      loaded.close();
      InvalidException.throwIfAny(plugins.problems);
    }
    return loaded;
  }

  private void loadOne(Path folder) {
    String name = folder.getFileName().toString();
    List<Path> jars = entries(folder, file -> file.toString().endsWith(".jar"));
    List<Path> providers = jars.stream().filter(jar -> isProvider(jar, name)).toList();
    if (providers.isEmpty()) {
      problem(name, "no jar has the file " + SERVICES + "; add it, or remove the folder");
      return;
    }
    if (providers.stream().filter(jar -> !isOfThisVersion(jar, name)).count() > 0) {
      return;
    }
    var loader = new PluginLoader(name, jars.stream().map(PluginFolder::url).toArray(URL[]::new));
    loaders.add(loader);
    try {
      ServiceLoader.load(StepPlugin.class, loader).forEach(plugin -> add(name, plugin, loader));
    } catch (ServiceConfigurationError | LinkageError e) {
      problem(name, "a step type cannot be created: " + reasonOf(e));
    } catch (RuntimeException e) {
      problem(name, "a step type cannot be asked for its name and parameters: " + reasonOf(e));
    }
  }

  private void add(String folder, StepPlugin plugin, PluginLoader loader) {
    List<String> wrong = StepDeclarationCheck.problemsOf(plugin);
    wrong.forEach(sentence -> problem(folder, sentence));
    String other = folderOfName.putIfAbsent(plugin.name(), folder);
    if (other != null) {
      problem(
          folder,
          other.isEmpty()
              ? "the step type %s is one of Flowforge's own; rename it".formatted(plugin.name())
              : "the step type %s is also in '%s'; remove one of them"
                  .formatted(plugin.name(), other));
    } else if (wrong.isEmpty()) {
      steps.add(new PluginStep(plugin, loader));
      LOG.log(
          Level.INFO,
          LogEvent.of("plugin_loaded").with("folder", folder).with("step_type", plugin.name()));
    }
  }

  private boolean isProvider(Path jar, String folder) {
    try (var file = new JarFile(jar.toFile())) {
      return file.getEntry(SERVICES) != null;
    } catch (IOException e) {
      problem(folder, "'%s' cannot be read: %s".formatted(jar.getFileName(), e.getMessage()));
      return false;
    }
  }

  private boolean isOfThisVersion(Path jar, String folder) {
    String version = versionOf(jar).orElse("none");
    if (!version.equals(API_VERSION)) {
      problem(
          folder,
          "the manifest of '%s' must say '%s: %s'; it says %s; build the plug-in against this version"
              .formatted(jar.getFileName(), MANIFEST_KEY, API_VERSION, version));
    }
    return version.equals(API_VERSION);
  }

  private static Optional<String> versionOf(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return Optional.ofNullable(manifest)
          .map(Manifest::getMainAttributes)
          .map(attributes -> attributes.getValue(MANIFEST_KEY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void problem(String folder, String sentence) {
    problems.add("%s: plug-in '%s': %s".formatted(SETTING, folder, sentence));
  }

  /** Returns the message of the first cause, which says most. */
  private static String reasonOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getName() : cause.toString();
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> entries(Path folder, Predicate<Path> filter) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(filter).sorted().toList();
    } catch (IOException e) {
      throw new InvalidException(
          "%s: '%s' cannot be read: %s".formatted(SETTING, folder, e.getMessage()));
    }
  }
}
