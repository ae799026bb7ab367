package io.flowforge.step.plugin;

import io.flowforge.step.api.StepPlugin;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * The class loader of one plug-in. Of the server it shows the step API only, so a plug-in brings
 * its libraries itself and may have other versions than the server. This keeps plug-ins apart; it
 * does not restrict what they do.
 */
public final class PluginLoader extends URLClassLoader {

  PluginLoader(String name, URL[] jars) {
    super(name, jars, new ApiLoader());
  }

  /** Shows the classes of the JDK and those of the step API. */
  private static final class ApiLoader extends ClassLoader {

    private static final String API = StepPlugin.class.getPackageName() + ".";

    ApiLoader() {
      super("step-api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(API)) {
        return Class.forName(name, false, StepPlugin.class.getClassLoader());
      }
      throw new ClassNotFoundException(name);
    }
  }
}
