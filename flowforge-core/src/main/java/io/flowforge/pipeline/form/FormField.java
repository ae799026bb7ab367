package io.flowforge.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.form.rule.InputRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form.
 *
 * @param name the key in the form data and the name of the placeholder
 * @param minLength the minimum length of an input, in Unicode code points
 * @param options the options to choose from, empty for an input
 * @param defaultValue the value that the front end shows initially; the server never uses it
 * @param rules the rules for the value of an input
 */
public record FormField(
    String name,
    String title,
    String description,
    FieldType type,
    boolean required,
    String placeholder,
    int minLength,
    List<String> options,
    @Nullable JsonNode defaultValue,
    InputRules rules) {

  public FormField {
    options = List.copyOf(options);
  }

  /** Creates a field without rules. */
  public FormField(
      String name,
      String title,
      String description,
      FieldType type,
      boolean required,
      String placeholder,
      int minLength,
      List<String> options,
      @Nullable JsonNode defaultValue) {
    this(
        name,
        title,
        description,
        type,
        required,
        placeholder,
        minLength,
        options,
        defaultValue,
        InputRules.NONE);
  }
}
