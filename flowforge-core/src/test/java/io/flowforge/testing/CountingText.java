package io.flowforge.testing;

/** A text that counts how many of its characters are read. Not thread-safe. */
public final class CountingText implements CharSequence {

  private final String text;
  private long count;

  public CountingText(String text) {
    this.text = text;
  }

  public long count() {
    return count;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    count++;
    return text.charAt(index);
  }

  @Override
  public String subSequence(int start, int end) {
    count += end - start;
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    count += text.length();
    return text;
  }
}
