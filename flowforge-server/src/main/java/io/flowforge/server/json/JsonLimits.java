package io.flowforge.server.json;

import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * The limits of JSON in request bodies. Objects in memory are far larger than their JSON: an empty
 * one takes two bytes there and about eighty here, so the limit of the body's bytes is not enough.
 */
public final class JsonLimits {

  /** MongoDB stores at most 100 levels, a few of which a document needs for itself. */
  public static final int MAX_DEPTH = 80;

  /** The number of values, names, brackets and braces. */
  public static final int MAX_TOKENS = 100_000;

  public static final int MAX_NAME_LENGTH = 10_000;

  public static final int MAX_NUMBER_LENGTH = 1_000;

  private JsonLimits() {}

  /** Returns the limits for Jackson. The limit of the body limits strings. */
  public static StreamReadConstraints constraints() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(MAX_DEPTH)
        .maxTokenCount(MAX_TOKENS)
        .maxNameLength(MAX_NAME_LENGTH)
        .maxNumberLength(MAX_NUMBER_LENGTH)
        .maxStringLength(Integer.MAX_VALUE)
        .build();
  }
}
