package io.flowforge.redaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text after decoding, with the position in the original of each of its characters. Immutable.
 */
final class DecodedView {

  /** The number of nested encodings that are undone, as in a URL in JSON. */
  private static final int MAX_DEPTH = 2;

  private final String text;

  /** The start in the original of the source of each character. */
  private final int[] starts;

  /** The exclusive end in the original of the source of each character. */
  private final int[] ends;

  private DecodedView(String text, int[] starts, int[] ends) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /** Returns the distinct views of a text, beginning with the text itself. */
  static List<DecodedView> allOf(String text) {
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    Arrays.setAll(starts, at -> at);
    Arrays.setAll(ends, at -> at + 1);
    Map<String, DecodedView> views = new LinkedHashMap<>();
    views.put(text, new DecodedView(text, starts, ends));
    List<DecodedView> last = List.copyOf(views.values());
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      List<DecodedView> next = new ArrayList<>();
      for (DecodedView view : last) {
        for (Encoding encoding : Encoding.values()) {
          DecodedView decoded = view.decoded(encoding);
          if (views.putIfAbsent(decoded.text, decoded) == null) {
            next.add(decoded);
          }
        }
      }
      last = next;
    }
    return List.copyOf(views.values());
  }

  /** Marks every secret in this view at its position in the original. */
  void mark(SecretMatcher secrets, BitSet original) {
    for (int at = 0; at < text.length(); at++) {
      int length = secrets.lengthAt(text, at);
      if (length > 0) {
        original.set(starts[at], ends[at + length - 1]);
      }
    }
  }

  private DecodedView decoded(Encoding encoding) {
    var decoded = new StringBuilder(text.length());
    int[] decodedStarts = new int[text.length()];
    int[] decodedEnds = new int[text.length()];
    int at = 0;
    while (at < text.length()) {
      int before = decoded.length();
      int length = encoding.decode(text, at, decoded);
      if (length == 0) {
        decoded.append(text.charAt(at));
        length = 1;
      }
      // An escape sequence may stand for a surrogate pair, but never for more chars than it has.
      Arrays.fill(decodedStarts, before, decoded.length(), starts[at]);
      Arrays.fill(decodedEnds, before, decoded.length(), ends[at + length - 1]);
      at += length;
    }
    return new DecodedView(
        decoded.toString(),
        Arrays.copyOf(decodedStarts, decoded.length()),
        Arrays.copyOf(decodedEnds, decoded.length()));
  }
}
