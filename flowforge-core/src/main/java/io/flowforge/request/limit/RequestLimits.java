package io.flowforge.request.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.text.CharacterKind;
import io.flowforge.text.TextLimit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the contents of a request. They apply when somebody writes them; what is stored
 * already stays readable.
 */
public final class RequestLimits {

  /** The maximum size of form data as JSON in UTF-8, 256 KiB. */
  public static final int MAX_FORM_DATA_BYTES = 256 * 1024;

  private RequestLimits() {}

  /**
   * Checks the contents of a request.
   *
   * @param formData null if it is not written
   * @param remarks null if they are not written
   * @throws InvalidException with all problems
   */
  public static void check(@Nullable ObjectNode formData, @Nullable String remarks) {
    List<String> problems = new ArrayList<>();
    if (formData != null) {
      int bytes = formData.toString().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_FORM_DATA_BYTES) {
        problems.add(
            "field 'form_data' must have at most %d bytes as JSON; it has %d"
                .formatted(MAX_FORM_DATA_BYTES, bytes));
      } else {
        checkCharacters("form_data", formData, problems);
      }
    }
    if (remarks != null) {
      problems.addAll(TextLimit.TEXT.problemsOf("remarks", remarks));
    }
    InvalidException.throwIfAny(problems);
  }

  /** Finds halves of surrogate pairs, which would come back as other characters. */
  private static void checkCharacters(String place, JsonNode value, List<String> problems) {
    if (value.isTextual() && CharacterKind.SURROGATE.isIn(value.textValue())) {
      problems.add("field '" + place + "' must not contain halves of surrogate pairs");
    }
    value
        .properties()
        .forEach(
            property -> {
              if (CharacterKind.SURROGATE.isIn(property.getKey())) {
                problems.add(
                    "the names in field '"
                        + place
                        + "' must not contain halves of surrogate pairs");
              } else {
                checkCharacters(place + "." + property.getKey(), property.getValue(), problems);
              }
            });
    if (value.isArray()) {
      value.forEach(element -> checkCharacters(place, element, problems));
    }
  }
}
