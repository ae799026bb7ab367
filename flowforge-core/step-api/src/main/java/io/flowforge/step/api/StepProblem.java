package io.flowforge.step.api;

/**
 * What is wrong with a step of a new pipeline.
 *
 * @param parameter the name of the parameter
 * @param sentence what is wrong and what to do: {@code has no '@'; write an address such as
 *     ada@example.com}
 */
public record StepProblem(String parameter, String sentence) {}
