package io.flowforge.cli.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that writes what is in the release archive about its jars: the bill of materials, their
 * licenses, and a name for all of them.
 */
public final class ReleaseContent {

  private ReleaseContent() {}

  /**
   * Reads {@code archive/bom.json} and the jars, and writes {@code archive/content}.
   *
   * @param folders the build's folder, and the one with texts of licenses that are not in the jars
   */
  public static void main(String[] folders) throws IOException {
    Path target = Path.of(folders[0]);
    Path content = Files.createDirectories(target.resolve("archive").resolve("content"));
    ReleasedJars jars = ReleasedJars.of(target.resolve("flowforge-cli.jar"), target.resolve("lib"));
    Path made = target.resolve("archive").resolve("bom.json");
    if (Files.notExists(made)) {
      throw new IllegalStateException(
          "CycloneDX makes no bill of materials in Maven's offline mode: leave out --offline (-o),"
              + " or leave out the archive with -Dquick");
    }
    var bill = BillOfMaterials.read(made);
    bill.describe(jars);
    Path licenses = content.resolve("licenses");
    new LicenseFolder(Path.of(folders[1]), licenses).write(bill.libraries(), jars);
    ConsoleLibraries console = ConsoleLibraries.in(jars);
    console.writeLicenses(licenses.resolve("console"));
    bill.add(console.scripts());
    bill.write(content.resolve("sbom.cdx.json"));
    Path build = content.resolve("lib").resolve("build");
    Files.createDirectories(build.getParent());
    Files.writeString(build, jars.digest() + "\n");
  }
}
