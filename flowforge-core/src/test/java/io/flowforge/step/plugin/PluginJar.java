package io.flowforge.step.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowforge.step.api.StepPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The jar of a plug-in, compiled from source against the step API and nothing else. */
final class PluginJar {

  private static final String SERVICES = "META-INF/services/" + StepPlugin.class.getName();

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private String apiVersion = "1";

  /** Compiles a class. */
  PluginJar with(String className, String source, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var output = new StringWriter();
    boolean isCompiled =
        compiler
            .getTask(
                output,
                null,
                null,
                List.of("-cp", apiPath(), "-d", classes.toString()),
                null,
                List.of(new Source(className, source)))
            .call();
    if (!isCompiled) {
      throw new IllegalStateException(output.toString());
    }
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(
            classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Names the providers. */
  PluginJar providing(String services) {
    entries.put(SERVICES, services.getBytes(UTF_8));
    return this;
  }

  /** Names the version of the step API in the manifest; none if it is empty. */
  PluginJar forVersion(String version) {
    apiVersion = version;
    return this;
  }

  void writeTo(Path file) {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!apiVersion.isEmpty()) {
      manifest.getMainAttributes().putValue("Flowforge-Step-Api", apiVersion);
    }
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file);
          var jar = new JarOutputStream(out, manifest)) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          jar.putNextEntry(new JarEntry(entry.getKey()));
          jar.write(entry.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String apiPath() {
    return Path.of(
            URI.create(
                StepPlugin.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String className, String text) {
      super(
          URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension),
          JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
