package io.flowforge.condition.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.Map;

/**
 * The work that one evaluation may do, and the size of the values that it may make. It is counted,
 * not timed, so that the same condition always has the same result. Not thread-safe.
 */
final class Work {

  /** The work of the evaluation that the thread is doing, for the functions that it calls. */
  static final ScopedValue<Work> CURRENT = ScopedValue.newInstance();

  /** The units of an evaluation. A unit is the work of looking at an item or at 8 characters. */
  private static final long MAX_UNITS = 2_000_000;

  /** The maximum size of a value that an evaluation makes, in the same units. */
  private static final int MAX_VALUE_SIZE = 65_536;

  private static final int OF_PART = 16;
  private static final int CHARACTERS_PER_UNIT = 8;

  private long left = MAX_UNITS;

  /** Counts an item of the input that has been looked at. */
  void item(JsonNode item) {
    units(item.isTextual() ? size(item.textValue(), Integer.MAX_VALUE) : 1);
  }

  /** Counts a part of the condition that has been evaluated. */
  void result(Object value) {
    units(OF_PART + size(value, MAX_VALUE_SIZE));
  }

  /**
   * Counts units.
   *
   * @throws EvaluationLimit if there are none left
   */
  void units(long units) {
    left -= units;
    if (left < 0) {
      throw new EvaluationLimit(
          "the condition takes too much work: look at fewer or smaller values");
    }
  }

  /** Returns the size of the value; an object or a list of the input, which is no copy, is one. */
  private static int size(Object value, int max) {
    int size =
        switch (value) {
          case String text -> 1 + text.length() / CHARACTERS_PER_UNIT;
          case CelByteString bytes -> 1 + bytes.size() / CHARACTERS_PER_UNIT;
          case JsonObjectValue _, JsonArrayValue _ -> 1;
          case Map<?, ?> map -> {
            int sum = 1;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
              sum += size(entry.getKey(), max - sum);
              sum += size(entry.getValue(), max - sum);
            }
            yield sum;
          }
          case Collection<?> items -> {
            int sum = 1;
            for (Object item : items) {
              sum += size(item, max - sum);
            }
            yield sum;
          }
          default -> 1;
        };
    if (size > max) {
      throw new EvaluationLimit(
          "the condition makes a value that is too large: make shorter texts and lists");
    }
    return size;
  }
}
