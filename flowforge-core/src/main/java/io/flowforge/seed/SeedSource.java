package io.flowforge.seed;

import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.SeedOptions;
import io.flowforge.seed.part.SeedPart;
import io.flowforge.seed.part.StoredParts;
import java.nio.file.Path;

/**
 * Where the seed data come from: the files of the parts that are loaded, and the stores for
 * references to the others.
 */
record SeedSource(Path directory, SeedOptions options, StoredParts stored, Problems problems) {

  boolean has(SeedPart part) {
    return options.has(part);
  }
}
