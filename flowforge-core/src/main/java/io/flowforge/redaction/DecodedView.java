package io.flowforge.redaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text as somebody reads it who undoes escapes, and where each of its characters came from.
 * Immutable.
 */
final class DecodedView {

  /** Escapes within escapes, as in a URL in JSON. */
  private static final int DEPTH = 2;

  private final String text;

  /** For each character, where what it was written as begins in the original. */
  private final int[] starts;

  /** And where that ends, exclusive. */
  private final int[] ends;

  private DecodedView(String text, int[] starts, int[] ends) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /** All readings of the text, each once, itself first. */
  static List<DecodedView> allOf(String text) {
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    Arrays.setAll(starts, at -> at);
    Arrays.setAll(ends, at -> at + 1);
    Map<String, DecodedView> all = new LinkedHashMap<>();
    all.put(text, new DecodedView(text, starts, ends));
    List<DecodedView> last = List.copyOf(all.values());
    for (int depth = 0; depth < DEPTH; depth++) {
      List<DecodedView> next = new ArrayList<>();
      for (DecodedView reading : last) {
        for (Encoding escape : Encoding.values()) {
          DecodedView undone = reading.without(escape);
          if (all.putIfAbsent(undone.text, undone) == null) {
            next.add(undone);
          }
        }
      }
      last = next;
    }
    return List.copyOf(all.values());
  }

  /** Marks where the original says one of the words. */
  void mark(SecretMatcher words, BitSet original) {
    for (int at = 0; at < text.length(); at++) {
      int length = words.lengthAt(text, at);
      if (length > 0) {
        original.set(starts[at], ends[at + length - 1]);
      }
    }
  }

  private DecodedView without(Encoding escape) {
    var read = new StringBuilder(text.length());
    int[] from = new int[text.length()];
    int[] to = new int[text.length()];
    int at = 0;
    while (at < text.length()) {
      int before = read.length();
      int length = escape.undo(text, at, read);
      if (length == 0) {
        read.append(text.charAt(at));
        length = 1;
      }
      // An escape may stand for both halves of a character; never for more than it is long.
      Arrays.fill(from, before, read.length(), starts[at]);
      Arrays.fill(to, before, read.length(), ends[at + length - 1]);
      at += length;
    }
    return new DecodedView(
        read.toString(), Arrays.copyOf(from, read.length()), Arrays.copyOf(to, read.length()));
  }
}
