package io.flowforge.redaction;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The ways in which targets write texts that they do not want to write as they are. */
enum Encoding {
  /** {@code %2F}, in UTF-8. */
  PERCENT {
    @Override
    int undo(String text, int at, StringBuilder into) {
      int first = percentByte(text, at);
      if (first < 0) {
        return 0;
      }
      int count = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
      byte[] bytes = new byte[count];
      for (int i = 0; i < count; i++) {
        int one = percentByte(text, at + 3 * i);
        if (one < 0) {
          return 0;
        }
        bytes[i] = (byte) one;
      }
      try {
        into.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        return 3 * count;
      } catch (CharacterCodingException e) {
        return 0;
      }
    }
  },

  /** The same, and a plus for a space, as in the data of an HTML form. */
  FORM {
    @Override
    int undo(String text, int at, StringBuilder into) {
      if (text.charAt(at) == '+') {
        into.append(' ');
        return 1;
      }
      return PERCENT.undo(text, at, into);
    }
  },

  /** A backslash, and what it means after one. */
  JSON {
    @Override
    int undo(String text, int at, StringBuilder into) {
      if (text.charAt(at) != '\\' || at + 1 == text.length()) {
        return 0;
      }
      char letter = text.charAt(at + 1);
      int plain = "bfnrt\"\\/".indexOf(letter);
      if (plain >= 0) {
        into.append("\b\f\n\r\t\"\\/".charAt(plain));
        return 2;
      }
      int code = letter == 'u' ? number(text, at + 2, at + 6, 16) : -1;
      if (code < 0) {
        return 0;
      }
      into.append((char) code);
      return 6;
    }
  },

  /** An ampersand, then a name or a number, then a semicolon. */
  HTML {
    @Override
    int undo(String text, int at, StringBuilder into) {
      if (text.charAt(at) != '&') {
        return 0;
      }
      int end = text.indexOf(';', at, Math.min(at + 12, text.length()));
      if (end < 0) {
        return 0;
      }
      int code = codeOf(text, at + 1, end);
      if (!Character.isValidCodePoint(code)) {
        return 0;
      }
      into.appendCodePoint(code);
      return end + 1 - at;
    }
  },

  /**
   * A line break, and what indents the next line: both stand for nothing, as in Base64 of mails.
   */
  LINES {
    @Override
    int undo(String text, int at, StringBuilder into) {
      int end = text.startsWith("\r\n", at) ? at + 2 : text.charAt(at) == '\n' ? at + 1 : at;
      while (end > at && end < text.length() && " \t".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      return end - at;
    }
  };

  private static final Map<String, Integer> ENTITIES =
      Map.of("amp", (int) '&', "lt", (int) '<', "gt", (int) '>', "quot", (int) '"', "apos", 39);

  /**
   * Writes what the escape at a place of the text stands for, if anything.
   *
   * @return its length; 0 when there is none, and nothing was written
   */
  abstract int undo(String text, int at, StringBuilder into);

  private static int codeOf(String text, int from, int to) {
    if (from == to || text.charAt(from) != '#') {
      return ENTITIES.getOrDefault(text.substring(from, to), -1);
    }
    return from + 1 < to && (text.charAt(from + 1) | 0x20) == 'x'
        ? number(text, from + 2, to, 16)
        : number(text, from + 1, to, 10);
  }

  private static int percentByte(String text, int at) {
    return at < text.length() && text.charAt(at) == '%' ? number(text, at + 1, at + 3, 16) : -1;
  }

  /** Minus one when there are other characters than digits. */
  private static int number(String text, int from, int to, int radix) {
    if (from >= to || to > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0 || number > 0xffffff) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
