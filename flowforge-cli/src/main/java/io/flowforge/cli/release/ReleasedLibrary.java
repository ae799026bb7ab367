package io.flowforge.cli.release;

import java.util.List;

/**
 * A library in the bill of materials.
 *
 * @param licenses SPDX ids, or names where there is no id; one of them applies
 */
record ReleasedLibrary(String group, String name, String version, List<String> licenses) {

  String file() {
    return name + "-" + version + ".jar";
  }

  boolean isOurs() {
    return group.equals("io.flowforge");
  }
}
