package io.flowforge.regex;

/**
 * What a regular expression may cost.
 *
 * @param maxLength the maximum length in UTF-16 units
 * @param maxInstructions the maximum number of instructions of the compiled expression, in which
 *     counted repetitions are written out: a match takes at most that many steps for each character
 * @param allowsIgnoreCase whether the flag {@code i} is supported, beside classes of ASCII only
 */
public record PatternLimits(int maxLength, int maxInstructions, boolean allowsIgnoreCase) {}
