package io.flowforge.pipeline.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.scan.CharacterSet;
import io.flowforge.text.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A pipeline in a file, in JSON or YAML 1.2: the body of {@code POST /api/pipeline}, or a seed
 * file. It is well-formed, and otherwise unchecked.
 */
public final class PipelineFile {

  private static final String STANDARD_INPUT = "<stdin>";

  private final String name;
  private final ObjectNode json;
  private final Place place;

  private PipelineFile(String name, ObjectNode json, Place place) {
    this.name = name;
    this.json = json;
    this.place = place;
  }

  /**
   * Reads the object in a file; see {@link #open(Path)}.
   *
   * @throws io.flowforge.error.InvalidException with the problems, such as {@code order.yaml:3:7:
   *     'steps' is already in line 2; remove one of them}
   */
  public static ObjectNode read(Path file) {
    return open(file).json();
  }

  /**
   * Reads a file. A name that ends in {@code .json}, {@code .yaml} or {@code .yml} tells its
   * format; otherwise an object in braces is JSON.
   *
   * @throws io.flowforge.error.InvalidException with all problems in its details
   */
  public static PipelineFile open(Path file) {
    return parsed(SourceText.read(file));
  }

  /**
   * Reads standard input.
   *
   * @throws io.flowforge.error.InvalidException with all problems in its details
   */
  public static PipelineFile open(InputStream standardInput) {
    try {
      return parsed(SourceText.read(STANDARD_INPUT, standardInput));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PipelineFile parsed(SourceText source) {
    // A name may contain anything, and stands at the beginning of a line.
    String name = OneLine.of(source.name());
    var problems = new SourceProblems(name);
    PlacedJson root =
        isJson(source)
            ? JsonTree.read(source.text(), problems)
            : YamlTree.read(source.text(), problems);
    if (root.json() instanceof ObjectNode object) {
      problems.throwIfAny();
      return new PipelineFile(name, object, root.place());
    }
    throw problems.last(
        root.place().position(), "is not an object; write the fields of one pipeline");
  }

  private static boolean isJson(SourceText source) {
    String name = source.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return false;
    }
    String text = source.text();
    int first = CharacterSet.BLANKS.endOfRun(text, 0);
    return name.endsWith(".json") || (first < text.length() && text.charAt(first) == '{');
  }

  /** Returns the file as messages name it. */
  public String name() {
    return name;
  }

  /** Returns a copy of the object. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /**
   * Returns the file, the line and the column of a value, such as {@code order.yaml:3:7}.
   *
   * @param pointer a JSON Pointer (RFC 6901); of what is missing, the nearest place is returned
   */
  public String positionOf(String pointer) {
    return name + ":" + place.at(pointer);
  }

  Place place() {
    return place;
  }
}
