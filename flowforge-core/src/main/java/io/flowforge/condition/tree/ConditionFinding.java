package io.flowforge.condition.tree;

/**
 * What is wrong at some place of a condition.
 *
 * @param offset the place, in code points from 0
 * @param sentence what is wrong and what to do; without a full stop
 */
public record ConditionFinding(int offset, String sentence) {}
