package io.flowforge.pipeline.problem;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.scan.CharacterSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a field in a draft, with which the sentence of a problem begins: {@code
 * steps[2].parameters.url: ...}, or {@code field 'steps[2].step_name' must ...}.
 *
 * @param keys the keys and indexes from the root
 * @param end the position in the sentence at which the path ends
 */
public record DraftPath(List<String> keys, int end) {

  private static final CharacterSet PATH_END = CharacterSet.of(":.['");
  private static final CharacterSet IN_NAMES = CharacterSet.of("A-Za-z0-9_");

  /** The words before the path in some sentences. */
  private static final String QUOTED = "field '";

  public DraftPath {
    keys = List.copyOf(keys);
  }

  /**
   * Returns the path of a sentence. Keys that authors choose may hold any character, so each part
   * is the longest key that the draft has there; of what the draft lacks, it is a plain name.
   */
  public static DraftPath of(String sentence, JsonNode draft) {
    List<String> keys = new ArrayList<>();
    JsonNode node = draft;
    int at = sentence.startsWith(QUOTED) ? QUOTED.length() : 0;
    for (String part = next(sentence, at, node); !part.isEmpty(); ) {
      boolean isIndex = part.startsWith("[");
      String key = isIndex ? part.substring(1, part.length() - 1) : part;
      keys.add(key);
      node = isIndex ? node.path(Integer.parseInt(key)) : node.path(key);
      at += part.length();
      boolean goesOn = at < sentence.length() && sentence.charAt(at) == '.';
      at += goesOn ? 1 : 0;
      part = next(sentence, at, node);
      if (goesOn && part.isEmpty()) {
        at--;
      }
    }
    return new DraftPath(keys, keys.isEmpty() ? 0 : at);
  }

  /** Returns the JSON Pointer (RFC 6901). */
  public String pointer() {
    var pointer = new StringBuilder();
    keys.forEach(key -> pointer.append('/').append(key.replace("~", "~0").replace("/", "~1")));
    return pointer.toString();
  }

  /** Returns what a sentence says after its path; all of it if it goes on in another way. */
  String rest(String sentence) {
    return sentence.startsWith(": ", end) ? sentence.substring(end + 2) : sentence;
  }

  private static String next(String sentence, int at, JsonNode node) {
    if (sentence.startsWith("[", at)) {
      int close = sentence.indexOf(']', at);
      String digits = close < 0 ? "" : sentence.substring(at + 1, close);
      boolean isIndex =
          !digits.isEmpty() && digits.length() < 10 && CharacterSet.DIGITS.containsAll(digits);
      return isIndex ? sentence.substring(at, close + 1) : "";
    }
    String longest = "";
    for (var member : node.properties()) {
      String name = member.getKey();
      if (name.length() > longest.length()
          && sentence.startsWith(name, at)
          && isEnd(sentence, at + name.length())) {
        longest = name;
      }
    }
    return longest.isEmpty() ? plainName(sentence, at) : longest;
  }

  private static String plainName(String sentence, int at) {
    int end = at;
    while (end < sentence.length() && IN_NAMES.contains(sentence.charAt(end))) {
      end++;
    }
    return end > at && isEnd(sentence, end) ? sentence.substring(at, end) : "";
  }

  private static boolean isEnd(String sentence, int at) {
    return at < sentence.length() && PATH_END.contains(sentence.charAt(at));
  }
}
