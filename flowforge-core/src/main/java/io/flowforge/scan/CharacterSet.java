package io.flowforge.scan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A set of characters. Its methods read each character of a text once. Immutable. */
public final class CharacterSet {

  /** The whitespace of ASCII. */
  public static final CharacterSet BLANKS = of(" \t\n\u000b\f\r");

  /** The digits of ASCII. */
  public static final CharacterSet DIGITS = of("0-9");

  public static final CharacterSet COMMA = of(",");

  private final BitSet members;

  private CharacterSet(BitSet members) {
    this.members = members;
  }

  /**
   * Returns the set of these characters.
   *
   * @param ranges characters and ranges such as {@code a-z}; a hyphen at the end stands for itself
   */
  public static CharacterSet of(String ranges) {
    var members = new BitSet();
    int at = 0;
    while (at < ranges.length()) {
      boolean isRange = at + 2 < ranges.length() && ranges.charAt(at + 1) == '-';
      int last = isRange ? at + 2 : at;
      members.set(ranges.charAt(at), ranges.charAt(last) + 1);
      at = last + 1;
    }
    return new CharacterSet(members);
  }

  /** Returns the set of all other characters. */
  public CharacterSet complement() {
    var others = (BitSet) members.clone();
    others.flip(Character.MIN_VALUE, Character.MAX_VALUE + 1);
    return new CharacterSet(others);
  }

  public boolean contains(char character) {
    return members.get(character);
  }

  /** Returns whether the set contains every character of the text; true for an empty text. */
  public boolean containsAll(CharSequence text) {
    return endOfRun(text, 0) == text.length();
  }

  /** Returns whether the set contains a character of the text. */
  public boolean containsAny(CharSequence text) {
    return indexIn(text, 0) < text.length();
  }

  /** Returns the index of the first member at or after a position; the length if there is none. */
  public int indexIn(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && !contains(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Returns the index of the first character at or after a position that is not a member. */
  public int endOfRun(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && contains(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Replaces each run of members, however long, by the replacement. */
  public String replaceRuns(CharSequence text, String replacement) {
    var replaced = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int run = indexIn(text, at);
      replaced.append(text, at, run);
      at = endOfRun(text, run);
      if (at > run) {
        replaced.append(replacement);
      }
    }
    return replaced.toString();
  }

  /** Returns the parts of the text between the members, empty ones included; at least one. */
  public List<String> split(CharSequence text) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      int separator = indexIn(text, at);
      parts.add(text.subSequence(at, separator).toString());
      if (separator == text.length()) {
        return parts;
      }
      at = separator + 1;
    }
  }
}
