package io.flowforge.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;

/** A JSON value and its place in a file. */
record PlacedJson(JsonNode json, Place place) {

  /** The number of values that a file may have, with those that its aliases repeat. */
  static final int MAX_VALUES = 100_000;

  /** The depth of arrays and objects that a server accepts. */
  static final int MAX_DEPTH = 80;

  static final int MAX_NAME_LENGTH = 10_000;

  static final int MAX_NUMBER_LENGTH = 1_000;

  static final String TOO_DEEP = "is nested too deeply; use at most " + MAX_DEPTH + " levels";

  static final String TOO_MANY = "has too many values; use at most " + MAX_VALUES;
}
