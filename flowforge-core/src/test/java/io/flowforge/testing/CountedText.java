package io.flowforge.testing;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A text that counts how often its characters are read, to show that the time of a scanner is
 * proportional to the length of its input, whatever the speed of the machine.
 */
public record CountedText(String text, AtomicLong reads) implements CharSequence {

  /** Returns how many characters are read while the text is consumed. */
  public static long readsOf(String text, Consumer<CharSequence> consumer) {
    var counted = new CountedText(text, new AtomicLong());
    consumer.accept(counted);
    return counted.reads().get();
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    reads.incrementAndGet();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new CountedText(text.substring(start, end), reads);
  }

  @Override
  public String toString() {
    reads.addAndGet(text.length());
    return text;
  }
}
