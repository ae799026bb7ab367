package io.flowforge.seed.file;

/**
 * Something that was read, and where, so that a fault found later can name the place.
 *
 * @param place a file, or {@code file:line}
 */
public record Located<T>(String place, T value) {}
