package io.flowforge.pipeline.file;

import io.flowforge.pipeline.problem.NearestName;

/** The sentences about the names of fields. */
final class FieldNames {

  private FieldNames() {}

  static String repeated(String name, Position first) {
    return "%s is already in line %d; remove one of them"
        .formatted(NearestName.quoted(name), first.line());
  }
}
