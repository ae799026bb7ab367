package io.flowforge.redaction.mask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.ParameterMask;
import io.flowforge.redaction.SecretNames;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Replaces literal secrets in the parameters of steps of any type by {@code ***}: the values of
 * headers, except public ones, and of keys, parameters and elements with secret names, also within
 * strings. Immutable.
 */
public final class SecretMask implements ParameterMask {

  /** The number of names whose test is remembered; the test is slow. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Predicate<String> isSecret;

  public SecretMask(SecretNames names) {
    this.isSecret = names.asPredicate();
  }

  @Override
  public ObjectNode masked(ObjectNode parameters) {
    Map<String, Boolean> remembered = new HashMap<>();
    return new JsonMask(
            name ->
                remembered.size() < MAX_REMEMBERED
                    ? remembered.computeIfAbsent(name, isSecret::test)
                    : isSecret.test(name))
        .masked(parameters);
  }
}
