package io.flowforge.condition;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The values that a condition reads. They are read in place, not copied: they must not change while
 * the condition is evaluated.
 *
 * @param form the values of the form's fields, by name
 * @param steps the outputs of each step, by its id; a skipped step is absent
 * @param request {@code id}, {@code org_id}, {@code user_id} and {@code created_on}
 */
public record ConditionInput(ObjectNode form, ObjectNode steps, ObjectNode request) {}
