package io.flowforge.step.http.body;

/**
 * Follows an XML document from left to right and knows the place after each character. The document
 * need not be valid. Not thread-safe.
 */
final class XmlScanner {

  private static final String COMMENT = "<!--";
  private static final String CDATA = "<![CDATA[";

  private XmlPlace place = XmlPlace.CONTENT;

  /** The beginning of a markup. */
  private final StringBuilder markup = new StringBuilder();

  private char last;
  private char secondLast;
  private int brackets;

  /** Returns where the next character stands; a markup whose kind is open counts as a tag. */
  XmlPlace place() {
    boolean isTag = place == XmlPlace.MARKUP && !markup.toString().startsWith("<!");
    return isTag ? XmlPlace.TAG : place == XmlPlace.MARKUP ? XmlPlace.DOCTYPE : place;
  }

  /** Returns whether the next character would begin the name of a tag. */
  boolean isAtBeginningOfName() {
    return place == XmlPlace.MARKUP;
  }

  /** Tests whether these characters are the last two. */
  boolean endsWith(char first, char second) {
    return secondLast == first && last == second;
  }

  /** Tests whether this character is the last one. */
  boolean endsWith(char expected) {
    return last == expected;
  }

  /** Reads text of the template. */
  void read(String text) {
    text.chars().forEach(c -> read((char) c));
  }

  /** Reads an escaped value, which cannot change the place. */
  void readValue(String value) {
    if (place == XmlPlace.MARKUP && !value.isEmpty()) {
      place = place();
    }
    value.chars().forEach(c -> remember((char) c));
  }

  private void read(char c) {
    switch (place) {
      case CONTENT -> {
        if (c == '<') {
          begin();
        }
      }
      case MARKUP -> markup(c);
      case TAG -> {
        if (c == '>') {
          place = XmlPlace.CONTENT;
        } else if (c == '"' || c == '\'') {
          place = c == '"' ? XmlPlace.DOUBLE_QUOTED : XmlPlace.SINGLE_QUOTED;
        }
      }
      case DOUBLE_QUOTED -> endIf(c == '"', XmlPlace.TAG);
      case SINGLE_QUOTED -> endIf(c == '\'', XmlPlace.TAG);
      case CDATA -> endIf(c == '>' && endsWith(']', ']'), XmlPlace.CONTENT);
      case COMMENT -> endIf(c == '>' && endsWith('-', '-'), XmlPlace.CONTENT);
      case INSTRUCTION -> endIf(c == '>' && last == '?', XmlPlace.CONTENT);
      case DOCTYPE -> {
        brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
        endIf(c == '>' && brackets <= 0, XmlPlace.CONTENT);
      }
    }
    remember(c);
  }

  private void begin() {
    place = XmlPlace.MARKUP;
    markup.setLength(0);
    markup.append('<');
  }

  private void markup(char c) {
    markup.append(c);
    String begun = markup.toString();
    if (begun.equals(COMMENT)) {
      enter(XmlPlace.COMMENT);
    } else if (begun.equals(CDATA)) {
      enter(XmlPlace.CDATA);
    } else if (begun.equals("<?")) {
      enter(XmlPlace.INSTRUCTION);
    } else if (begun.startsWith("<!") && !isBeginning(begun)) {
      brackets = 0;
      place = XmlPlace.DOCTYPE;
      endIf(c == '>', XmlPlace.CONTENT);
    } else if (!begun.startsWith("<!") && !begun.equals("</")) {
      place = XmlPlace.TAG;
      endIf(c == '>', XmlPlace.CONTENT);
    }
  }

  private static boolean isBeginning(String begun) {
    return COMMENT.startsWith(begun) || CDATA.startsWith(begun);
  }

  private void enter(XmlPlace next) {
    place = next;
    last = 0;
    secondLast = 0;
  }

  private void endIf(boolean isEnd, XmlPlace next) {
    if (isEnd) {
      place = next;
    }
  }

  private void remember(char c) {
    secondLast = last;
    last = c;
  }
}
