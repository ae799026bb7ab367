package io.flowforge.cli.start;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A program that brings the classes of a jar to a version that the ahead-of-time cache accepts. It
 * leaves out classes from before Java 6, which have no stack maps; picocli's are from Java 5, and
 * loading them takes most of the time of a short command.
 *
 * @see <a href="https://openjdk.org/jeps/483">JEP 483</a>
 */
public final class JarUpgrade {

  /** The first version whose classes have stack maps. */
  static final int WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  private static final int UPGRADED = ClassFile.JAVA_17_VERSION;

  private JarUpgrade() {}

  /** Upgrades the jars in place. */
  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      upgrade(Path.of(jar));
    }
  }

  /** Upgrades the jar; one without old classes stays as it is. */
  static void upgrade(Path jar) throws IOException {
    Path upgraded = jar.resolveSibling(jar.getFileName() + ".upgraded");
    try (var original = new ZipFile(jar.toFile());
        var classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      List<? extends ZipEntry> entries = Collections.list(original.entries());
      var format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
      boolean isOld = false;
      List<byte[]> contents = new ArrayList<>();
      for (ZipEntry entry : entries) {
        byte[] content = original.getInputStream(entry).readAllBytes();
        byte[] current = entry.getName().endsWith(".class") ? upgraded(format, content) : content;
        isOld |= current != content;
        contents.add(current);
      }
      if (!isOld) {
        return;
      }
      write(upgraded, entries, contents);
    }
    Files.move(upgraded, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] upgraded(ClassFile format, byte[] bytes) {
    ClassModel original = format.parse(bytes);
    if (original.majorVersion() >= WITH_STACK_MAPS) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(UPGRADED, 0);
          } else {
            builder.with(element);
          }
        };
    // The methods must be written anew for the stack maps.
    return format.transformClass(
        original,
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
  }

  private static void write(Path jar, List<? extends ZipEntry> entries, List<byte[]> contents)
      throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (int i = 0; i < entries.size(); i++) {
        var entry = new ZipEntry(entries.get(i).getName());
        entry.setTime(entries.get(i).getTime());
        zip.putNextEntry(entry);
        zip.write(contents.get(i));
        zip.closeEntry();
      }
    }
  }
}
