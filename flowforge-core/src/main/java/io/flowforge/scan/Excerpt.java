package io.flowforge.scan;

/** The beginning of a text, for messages that quote it. */
public final class Excerpt {

  private static final int MAX_LENGTH = 100;

  private Excerpt() {}

  /** Returns the text, or its first 100 characters and an ellipsis. */
  public static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  /** Returns the text, or its beginning and an ellipsis. Never splits a surrogate pair. */
  public static String of(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    boolean isHalf = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
    return text.substring(0, isHalf ? maxLength - 1 : maxLength) + "…";
  }
}
