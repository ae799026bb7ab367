package io.flowforge.step.api;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a step, by their names. A value is a {@link String}, a {@link BigDecimal}, a
 * {@link Boolean}, a {@link List} or a {@link Map} of values, or null where JSON has null.
 */
public final class StepValues {

  private final Map<String, @Nullable Object> values;

  /** Creates parameters with these values. */
  public StepValues(Map<String, ? extends @Nullable Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns all values; the map cannot be changed. */
  public Map<String, @Nullable Object> all() {
    return values;
  }

  /** Returns the value of a parameter; empty if the step does not have it, or if it is null. */
  public Optional<Object> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Returns a string.
   *
   * @throws IllegalArgumentException if the step has no such parameter, or it is no string; a
   *     parameter that is declared as a required string never is the reason
   */
  public String text(String name) {
    return required(name, String.class);
  }

  /**
   * Returns a number.
   *
   * @throws IllegalArgumentException as {@link #text} does
   */
  public BigDecimal number(String name) {
    return required(name, BigDecimal.class);
  }

  /**
   * Returns a Boolean value.
   *
   * @throws IllegalArgumentException as {@link #text} does
   */
  public boolean truth(String name) {
    return required(name, Boolean.class);
  }

  /**
   * Returns a list.
   *
   * @throws IllegalArgumentException as {@link #text} does
   */
  public List<?> list(String name) {
    return required(name, List.class);
  }

  /**
   * Returns an object.
   *
   * @throws IllegalArgumentException as {@link #text} does
   */
  public Map<?, ?> object(String name) {
    return required(name, Map.class);
  }

  private <T> T required(String name, Class<T> type) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "parameter '%s' is %s, not a %s"
              .formatted(
                  name,
                  value == null ? "missing" : "a " + value.getClass().getSimpleName(),
                  type.getSimpleName()));
    }
    return type.cast(value);
  }

  /** Shows names only: a value may be confidential. */
  @Override
  public String toString() {
    return "StepValues" + values.keySet();
  }
}
