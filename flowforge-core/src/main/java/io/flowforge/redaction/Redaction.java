package io.flowforge.redaction;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of texts that people read: they become {@code ***}, also where a target echoes
 * them percent-encoded, as in a form, in JSON, in HTML, on many lines, two of these around each
 * other, or in Base64. This is against targets that say too much, not against one that means harm:
 * whoever was sent a secret can write it backwards.
 */
public final class Redaction {

  static final String MASK = "***";

  /** Shorter ones, in characters, are not looked for: they are in every other word. */
  static final int MIN_LENGTH = 4;

  /**
   * Longer secrets are looked for in pieces, so that one that was cut off shows no more than one.
   */
  private static final int PIECE = 64;

  /** So that nothing shows between two pieces that Base64 has run together. */
  private static final int OVERLAP = 8;

  /** How much of a text is looked at, in characters. */
  private static final int WINDOW = 16 * 1024;

  /** What a piece takes when each of its characters is escaped twice. */
  private static final int MARGIN = 16 * PIECE;

  /** More than that, in characters, takes too long to look for. */
  private static final int MAX_CHARACTERS = 32 * 1024;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Set<String> secrets;
  private final SecretMatcher words;

  private Redaction(Set<String> secrets) {
    this.secrets = secrets;
    this.words = new SecretMatcher(isTooMuch() ? Set.of() : words(secrets));
  }

  public static Redaction of(Collection<String> secrets) {
    return new Redaction(Set.of()).and(secrets);
  }

  public Redaction and(Collection<String> more) {
    var all = new LinkedHashSet<>(secrets);
    more.stream().filter(secret -> secret.length() >= MIN_LENGTH).forEach(all::add);
    // Most answers bring nothing new, and to make the words of long secrets takes its time.
    return all.size() == secrets.size() ? this : new Redaction(all);
  }

  /**
   * The text on one line, without secrets.
   *
   * @param length after so many characters the rest is left out
   */
  public String shown(String text, int length) {
    if (isTooMuch()) {
      return MASK;
    }
    boolean isWhole = text.length() <= WINDOW;
    String looked = isWhole ? text : text.substring(0, WINDOW);
    // A secret that the window cuts in two would not be seen.
    int end = isWhole || words.isEmpty() ? looked.length() : looked.length() - MARGIN;
    String line = SPACE.matcher(masked(looked, end)).replaceAll(" ").strip();
    return line.length() <= length && isWhole ? line : cut(line, length) + "…";
  }

  private String masked(String text, int end) {
    if (words.isEmpty()) {
      return text.substring(0, end);
    }
    var secret = new BitSet(text.length());
    DecodedView.allOf(text).forEach(reading -> reading.mark(words, secret));
    var masked = new StringBuilder();
    int at = 0;
    while (at < end) {
      int from = secret.nextSetBit(at);
      if (from < 0 || from >= end) {
        return masked.append(text, at, end).toString();
      }
      masked.append(text, at, from).append(MASK);
      at = secret.nextClearBit(from);
    }
    return masked.toString();
  }

  private boolean isTooMuch() {
    return secrets.stream().mapToInt(String::length).sum() > MAX_CHARACTERS;
  }

  private static Set<String> words(Set<String> secrets) {
    var words = new LinkedHashSet<String>();
    for (String secret : secrets) {
      for (String piece : pieces(secret)) {
        words.add(piece);
        addBase64(piece, words);
        String quoted = TextNode.valueOf(piece).toString();
        addBase64(quoted.substring(1, quoted.length() - 1), words);
      }
    }
    return words;
  }

  private static List<String> pieces(String secret) {
    List<String> pieces = new ArrayList<>();
    int end = atCharacter(secret, PIECE);
    while (end < secret.length()) {
      pieces.add(secret.substring(atCharacter(secret, end - PIECE), end));
      end = atCharacter(secret, end + PIECE - OVERLAP);
    }
    // Never a rest that is too short to be looked for.
    pieces.add(secret.substring(atCharacter(secret, secret.length() - PIECE)));
    return pieces;
  }

  /** As Base64 would have it at the beginning, or after one or two other bytes. */
  private static void addBase64(String secret, Set<String> words) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      // Only the characters that hold nothing but bits of the secret, six each.
      int from = (before * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      words.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
      words.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
    }
  }

  private static String cut(String line, int length) {
    return line.substring(0, atCharacter(line, length));
  }

  /** There, within the text, or one before: never between the two halves of a character. */
  private static int atCharacter(String text, int at) {
    int within = Math.clamp(at, 0, text.length());
    boolean isHalf =
        within > 0 && within < text.length() && Character.isLowSurrogate(text.charAt(within));
    return isHalf ? within - 1 : within;
  }
}
