package io.flowforge.load.start;

import io.flowforge.load.stack.Product;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

/** {@link HelloServer} as a jar, which an ahead-of-time cache needs. */
final class HelloJar {

  private static final String ENTRY = HelloServer.class.getName().replace('.', '/') + ".class";

  private HelloJar() {}

  /**
   * Returns the class path of the program.
   *
   * @param product whose libraries contain Helidon
   */
  static String classPath(Path folder, Product product) throws IOException {
    Path jar = Files.createDirectories(folder).resolve("hello.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream code = HelloServer.class.getClassLoader().getResourceAsStream(ENTRY)) {
      if (code == null) {
        throw new IllegalStateException("there is no " + ENTRY);
      }
      out.putNextEntry(new JarEntry(ENTRY));
      code.transferTo(out);
      out.closeEntry();
    }
    String libraries =
        product.parts().stream()
            .filter(part -> part.endsWith(".jar"))
            .filter(part -> !Path.of(part).getFileName().toString().startsWith("flowforge-"))
            .collect(Collectors.joining(":"));
    return jar + ":" + libraries;
  }
}
