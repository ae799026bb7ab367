package io.flowforge.seed.file;

/**
 * A value with the place where it was read, for problems that are found later.
 *
 * @param place a file, or {@code file:line}
 */
public record Located<T>(String place, T value) {}
