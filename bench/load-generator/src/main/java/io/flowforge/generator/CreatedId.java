package io.flowforge.generator;

/** The id in the response to a call that created something. */
final class CreatedId {

  private static final String FIELD = "\"id\":\"";

  private CreatedId() {}

  /**
   * Returns the id.
   *
   * @throws IllegalStateException if there is none
   */
  static String in(CharSequence response) {
    String text = response.toString();
    int begin = text.indexOf(FIELD);
    int end = begin < 0 ? -1 : text.indexOf('"', begin + FIELD.length());
    if (end < 0) {
      throw new IllegalStateException("there is no id in the response: " + text);
    }
    return text.substring(begin + FIELD.length(), end);
  }
}
