package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.FormValues;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that fill in the form of a pipeline. */
public final class FormOptions {

  @Option(
      names = "--set",
      paramLabel = "<name=value>",
      description = "The value of a field. For check boxes, repeat it for each checked box.")
  private List<String> values = List.of();

  @Option(
      names = "--form",
      paramLabel = "<file>",
      description = "A JSON file with the values, or - for standard input. --set goes before it.")
  private @Nullable String file;

  /**
   * Returns the values in the file, none without one.
   *
   * @throws io.flowforge.error.InvalidException if it cannot be read, or is not a JSON object
   */
  public ObjectNode read() {
    return FormFile.read(file);
  }

  /**
   * Sets the values that the command line has.
   *
   * @param formData the values in the file
   * @param pipeline the pipeline with the form
   * @throws io.flowforge.error.InvalidException if a word has no {@code =}, or a field two values
   */
  public void setIn(ObjectNode formData, JsonNode pipeline) {
    FormValues.set(formData, pipeline, values);
  }
}
