package io.flowforge.redaction;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The encodings that a target may apply to text before it echoes it. */
enum Encoding {
  /** Percent-encoded UTF-8, such as {@code %2F}. */
  PERCENT {
    @Override
    int decode(String text, int at, StringBuilder decoded) {
      int first = percentByte(text, at);
      if (first < 0) {
        return 0;
      }
      int count = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
      byte[] bytes = new byte[count];
      for (int i = 0; i < count; i++) {
        int next = percentByte(text, at + 3 * i);
        if (next < 0) {
          return 0;
        }
        bytes[i] = (byte) next;
      }
      try {
        decoded.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        return 3 * count;
      } catch (CharacterCodingException e) {
        return 0;
      }
    }
  },

  /** HTML form data: percent-encoded, with a plus sign for a space. */
  FORM {
    @Override
    int decode(String text, int at, StringBuilder decoded) {
      if (text.charAt(at) == '+') {
        decoded.append(' ');
        return 1;
      }
      return PERCENT.decode(text, at, decoded);
    }
  },

  /** The escape sequences of JSON strings. */
  JSON {
    @Override
    int decode(String text, int at, StringBuilder decoded) {
      if (text.charAt(at) != '\\' || at + 1 == text.length()) {
        return 0;
      }
      char letter = text.charAt(at + 1);
      int index = "bfnrt\"\\/".indexOf(letter);
      if (index >= 0) {
        decoded.append("\b\f\n\r\t\"\\/".charAt(index));
        return 2;
      }
      int code = letter == 'u' ? number(text, at + 2, at + 6, 16) : -1;
      if (code < 0) {
        return 0;
      }
      decoded.append((char) code);
      return 6;
    }
  },

  /** The character references of HTML, by name or number. */
  HTML {
    @Override
    int decode(String text, int at, StringBuilder decoded) {
      if (text.charAt(at) != '&') {
        return 0;
      }
      int end = text.indexOf(';', at, Math.min(at + MAX_REFERENCE, text.length()));
      if (end < 0) {
        return 0;
      }
      int code = codeOf(text, at + 1, end);
      if (!Character.isValidCodePoint(code)) {
        return 0;
      }
      decoded.appendCodePoint(code);
      return end + 1 - at;
    }
  },

  /** Line breaks with the indentation that follows, ignored as in the Base64 of mails. */
  LINES {
    @Override
    int decode(String text, int at, StringBuilder decoded) {
      int end = text.startsWith("\r\n", at) ? at + 2 : text.charAt(at) == '\n' ? at + 1 : at;
      while (end > at && end < text.length() && " \t".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      return end - at;
    }
  };

  /** The maximum length of a character reference, in characters. */
  private static final int MAX_REFERENCE = 12;

  /** Numbers above are no code points; the limit keeps the next digit from overflowing. */
  private static final int MAX_NUMBER = 0xffffff;

  private static final Map<String, Integer> ENTITIES =
      Map.of("amp", (int) '&', "lt", (int) '<', "gt", (int) '>', "quot", (int) '"', "apos", 39);

  /**
   * Decodes the escape sequence at a position and appends the result.
   *
   * @return the length of the sequence; 0 if there is none and nothing was appended
   */
  abstract int decode(String text, int at, StringBuilder decoded);

  private static int codeOf(String text, int from, int to) {
    if (from == to || text.charAt(from) != '#') {
      return ENTITIES.getOrDefault(text.substring(from, to), -1);
    }
    return (text.charAt(from + 1) | 0x20) == 'x'
        ? number(text, from + 2, to, 16)
        : number(text, from + 1, to, 10);
  }

  private static int percentByte(String text, int at) {
    return at < text.length() && text.charAt(at) == '%' ? number(text, at + 1, at + 3, 16) : -1;
  }

  /** Returns -1 unless all characters are digits. */
  private static int number(String text, int from, int to, int radix) {
    if (from >= to || to > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0 || number > MAX_NUMBER) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }
}
