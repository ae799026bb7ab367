package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a requester fills in.
 *
 * @param name the name of the value, and of its placeholder
 * @param minLength in characters (Unicode code points), for an input
 * @param options what there is to choose from, empty for an input
 * @param defaultValue what the front end shows at first; the server never fills it in
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
    @Nullable JsonNode defaultValue) {

  public FormField {
    options = List.copyOf(options);
  }
}
