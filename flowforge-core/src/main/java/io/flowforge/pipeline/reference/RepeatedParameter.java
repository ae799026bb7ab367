package io.flowforge.pipeline.reference;

import java.util.ArrayList;
import java.util.List;

/** The parameters in the query of a URL, of which some are repeated for each value of a field. */
public final class RepeatedParameter {

  private RepeatedParameter() {}

  /**
   * Tests whether a placeholder is the whole value of a query parameter, wherever it stands.
   *
   * @param masked the template of the URL, with other text of the same length for each placeholder
   * @param placeholder as it is written
   */
  public static boolean isWholeValue(String template, String masked, String placeholder) {
    int query = masked.indexOf('?');
    int fragment = masked.indexOf('#');
    for (int at = template.indexOf(placeholder);
        at >= 0;
        at = template.indexOf(placeholder, at + 1)) {
      int end = at + placeholder.length();
      int begin = Math.max(masked.lastIndexOf('&', at), query) + 1;
      boolean isInQuery = query >= 0 && at > query && (fragment < 0 || at < fragment);
      if (!isInQuery
          || masked.indexOf('=', begin) != at - 1
          || (end < masked.length() && "&#".indexOf(masked.charAt(end)) < 0)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the parts of a query between ampersands. */
  public static List<String> split(String query, String masked) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    for (int at = masked.indexOf('&'); at >= 0; at = masked.indexOf('&', at + 1)) {
      parts.add(query.substring(begin, at));
      begin = at + 1;
    }
    parts.add(query.substring(begin));
    return parts;
  }
}
