package io.flowforge.step.http.logging;

/** The body of a response, as text if it is text. */
public sealed interface BodyText {

  /** There is no body. */
  record NoBody() implements BodyText {}

  /**
   * The body is a string or JSON.
   *
   * @param isWhole whether the body ends with the text
   */
  record ReadableBody(String text, boolean isWhole) implements BodyText {}

  /**
   * The body cannot be shown.
   *
   * @param reason the reason, as the end of a sentence
   */
  record HiddenBody(String reason) implements BodyText {}
}
