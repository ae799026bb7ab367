package io.flowforge.pipeline.file;

import io.flowforge.scan.CharacterSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The position of a value in a file, and the places of the values in it.
 *
 * @param parts by field name, or by index such as {@code [2]}
 */
record Place(Position position, Map<String, Place> parts) {

  private static final CharacterSet PATH_END = CharacterSet.of(":.['");

  private static final CharacterSet PARTS = CharacterSet.of("/");

  /** The words before the path in some sentences. */
  private static final String QUOTED_PATH = "field '";

  static Place at(Position position) {
    return new Place(position, new HashMap<>());
  }

  /**
   * Returns the position of what a sentence is about, which begins with a path such as {@code
   * steps[2].parameters.url}. What is missing is looked for where it should be.
   */
  Position of(String sentence) {
    return sentence.startsWith(QUOTED_PATH)
        ? find(sentence, QUOTED_PATH.length())
        : find(sentence, 0);
  }

  /** Returns the position of a JSON Pointer (RFC 6901); of what is missing, where it should be. */
  Position at(String pointer) {
    Place nearest = this;
    for (String part : PARTS.split(pointer)) {
      String key = part.replace("~1", "/").replace("~0", "~");
      Place inner = nearest.parts.get(key);
      Place next = inner == null ? nearest.parts.get("[" + key + "]") : inner;
      if (next == null) {
        return nearest.position;
      }
      nearest = next;
    }
    return nearest.position;
  }

  private Position find(String sentence, int from) {
    Place nearest = this;
    int at = from;
    for (String part = nearest.next(sentence, at); !part.isEmpty(); ) {
      nearest = nearest.parts.getOrDefault(part, nearest);
      at += part.length();
      at += at < sentence.length() && sentence.charAt(at) == '.' ? 1 : 0;
      part = nearest.next(sentence, at);
    }
    return nearest.position;
  }

  /** Returns the longest of the parts with which the path goes on; empty if there is none. */
  private String next(String sentence, int at) {
    if (sentence.startsWith("[", at)) {
      String index = sentence.substring(at, Math.max(at, sentence.indexOf(']', at) + 1));
      return parts.containsKey(index) ? index : "";
    }
    String longest = "";
    for (String name : parts.keySet()) {
      if (name.length() > longest.length() && sentence.startsWith(name, at)) {
        int end = at + name.length();
        if (end < sentence.length() && PATH_END.contains(sentence.charAt(end))) {
          longest = name;
        }
      }
    }
    return longest;
  }
}
