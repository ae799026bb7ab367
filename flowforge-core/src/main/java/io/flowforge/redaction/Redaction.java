package io.flowforge.redaction;

import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.scan.CharacterSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces secrets in text that people read by {@code ***}, including echoes that are
 * percent-encoded, form-encoded, escaped for JSON or HTML, wrapped into lines, in Base64, or in a
 * combination of two of these. This protects against careless targets, not against malicious ones,
 * which can encode a secret in a way that nothing recognizes. Immutable.
 */
public final class Redaction {

  static final String MASK = "***";

  /** The minimum length of a secret, in characters: shorter ones occur in too many words. */
  static final int MIN_LENGTH = 4;

  /**
   * The length of the pieces in which a long secret is searched for, so that a truncated one leaks
   * less than a piece.
   */
  private static final int MAX_PIECE = 64;

  /** The overlap of two pieces; in Base64, the characters between them would leak otherwise. */
  private static final int OVERLAP = 8;

  /** The number of characters at the beginning of a text that are searched and shown. */
  private static final int MAX_SEARCHED = 16 * 1024;

  /** The maximum length of a piece with each character escaped twice. */
  private static final int MAX_ESCAPED_PIECE = 16 * MAX_PIECE;

  /** The number of characters of a long text that are masked even if a secret is truncated. */
  public static final int MIN_MASKED = MAX_SEARCHED - MAX_ESCAPED_PIECE;

  /** The maximum total length of the secrets, in characters: more take too long to search for. */
  private static final int MAX_CHARACTERS = 32 * 1024;

  private final Set<String> secrets;
  private final SecretMatcher matcher;

  private Redaction(Set<String> secrets) {
    this.secrets = secrets;
    this.matcher = new SecretMatcher(isTooMuch() ? Set.of() : searchStrings(secrets));
  }

  /** Returns a redaction of these secrets. */
  public static Redaction of(Collection<String> secrets) {
    return new Redaction(Set.of()).and(secrets);
  }

  /** Returns a redaction of the secrets of this one and more. */
  public Redaction and(Collection<String> more) {
    var all = new LinkedHashSet<>(secrets);
    more.stream().filter(secret -> secret.length() >= MIN_LENGTH).forEach(all::add);
    // Most responses add nothing, and building the search strings of long secrets is slow.
    return all.size() == secrets.size() ? this : new Redaction(all);
  }

  /**
   * Returns the text on one line, without secrets.
   *
   * @param maxLength the number of characters after which an ellipsis replaces the rest
   */
  public String shown(String text, int maxLength) {
    if (isTooMuch()) {
      return MASK;
    }
    boolean isWhole = text.length() <= MAX_SEARCHED;
    String searched = isWhole ? text : text.substring(0, MAX_SEARCHED);
    // A secret that is truncated at the end of the searched text would not be recognized.
    int end =
        isWhole || matcher.isEmpty() ? searched.length() : searched.length() - MAX_ESCAPED_PIECE;
    String line = CharacterSet.BLANKS.replaceRuns(masked(searched, end), " ").strip();
    return isWhole && line.length() <= maxLength
        ? line
        : line.substring(0, characterBoundary(line, maxLength)) + "…";
  }

  /**
   * Returns the text without secrets, with its line breaks; of a long text only the beginning, of
   * at least {@value #MIN_MASKED} characters.
   */
  public String masked(String text) {
    if (isTooMuch()) {
      return MASK;
    }
    boolean isWhole = text.length() <= MAX_SEARCHED;
    String searched = isWhole ? text : text.substring(0, characterBoundary(text, MAX_SEARCHED));
    return masked(searched, isWhole ? text.length() : characterBoundary(searched, MIN_MASKED));
  }

  private String masked(String text, int end) {
    if (matcher.isEmpty()) {
      return text.substring(0, end);
    }
    var secret = new BitSet(text.length());
    DecodedView.allOf(text).forEach(view -> view.mark(matcher, secret));
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

  private static Set<String> searchStrings(Set<String> secrets) {
    var strings = new LinkedHashSet<String>();
    for (String secret : secrets) {
      for (String piece : pieces(secret)) {
        strings.add(piece);
        addBase64(piece, strings);
        String quoted = TextNode.valueOf(piece).toString();
        addBase64(quoted.substring(1, quoted.length() - 1), strings);
      }
    }
    return strings;
  }

  private static List<String> pieces(String secret) {
    List<String> pieces = new ArrayList<>();
    int end = characterBoundary(secret, MAX_PIECE);
    while (end < secret.length()) {
      pieces.add(secret.substring(characterBoundary(secret, end - MAX_PIECE), end));
      end = characterBoundary(secret, end + MAX_PIECE - OVERLAP);
    }
    // The last piece has the full length, too: a short remainder would match other words.
    pieces.add(secret.substring(characterBoundary(secret, secret.length() - MAX_PIECE)));
    return pieces;
  }

  /** Adds the Base64 of a piece at each of the three possible offsets within a group. */
  private static void addBase64(String piece, Set<String> strings) {
    byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      // Only the characters, of six bits each, that consist entirely of bits of the piece.
      int from = (before * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      strings.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
      strings.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
    }
  }

  /** Returns the index, limited to the text, or the one before if it would split a character. */
  private static int characterBoundary(String text, int at) {
    int within = Math.clamp(at, 0, text.length());
    boolean isHalf =
        within > 0 && within < text.length() && Character.isLowSurrogate(text.charAt(within));
    return isHalf ? within - 1 : within;
  }
}
