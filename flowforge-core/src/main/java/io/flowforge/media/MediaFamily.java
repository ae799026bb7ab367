package io.flowforge.media;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/** The media types that share the rules by which values are escaped. */
public enum MediaFamily {
  /** JSON: {@code application/json}, {@code +json}, and {@code application/x-amz-json-1.1}. */
  JSON,

  /** JSON values, one on each line: {@code application/x-ndjson}, {@code application/jsonl}. */
  JSON_LINES,

  /** XML: {@code text/xml}, {@code application/xml}, {@code +xml}. */
  XML,

  /** HTML form data: {@code application/x-www-form-urlencoded}. */
  FORM,

  /** Everything else. */
  OTHER;

  private static final Set<String> JSON_LINES_SUBTYPES =
      Set.of("ndjson", "x-ndjson", "jsonl", "x-jsonl", "jsonlines", "x-jsonlines", "json-lines");

  private static final Set<String> XML_SUBTYPES =
      Set.of("xml", "xml-dtd", "xml-external-parsed-entity");

  static MediaFamily of(MediaType type) {
    String subtype = type.subtype();
    if (type.name().equals("application/x-www-form-urlencoded")) {
      return FORM;
    }
    if (JSON_LINES_SUBTYPES.contains(subtype)) {
      return JSON_LINES;
    }
    if (XML_SUBTYPES.contains(subtype) || subtype.endsWith("+xml")) {
      return XML;
    }
    List<Object> words = Collections.list(new StringTokenizer(subtype, ".+-"));
    return words.contains("json") && !words.contains("seq") ? JSON : OTHER;
  }
}
