package io.flowforge.server.content;

import io.flowforge.scan.CharacterSet;

/** The header {@code If-None-Match} (RFC 9110, section 13.1.2). */
final class EntityTags {

  private EntityTags() {}

  /**
   * Returns whether the client already has the content with that tag. A proxy that compresses marks
   * tags as weak ({@code W/}), which makes no difference here.
   *
   * @param header the values of all lines of the header, separated by commas; empty if there is
   *     none
   */
  static boolean contain(String header, String tag) {
    for (String item : CharacterSet.COMMA.split(header)) {
      String given = item.strip();
      if (given.equals("*") || given.equals(tag) || given.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
