package io.flowforge.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  /** Characters of which some are escaped by each encoding. */
  private static final String LETTERS = "abcXYZ0189-_.~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}éΩ😀\n\t";

  /** The encodings in which targets echo what they were sent. */
  private static final List<UnaryOperator<String>> ECHOES =
      List.of(
          UnaryOperator.identity(),
          text -> URLEncoder.encode(text, StandardCharsets.UTF_8),
          text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"),
          RedactionTest::inSmallHexadecimals,
          text -> inside(TextNode.valueOf(text).toString()),
          text -> inside(TextNode.valueOf(text).toString()).replace("/", "\\/"),
          RedactionTest::inUnicodeEscapes,
          text ->
              text.replace("&", "&amp;")
                  .replace("<", "&lt;")
                  .replace(">", "&gt;")
                  .replace("\"", "&quot;")
                  .replace("'", "&#39;"),
          text -> text.replace("&", "&#38;").replace("\"", "&#x22;"));

  @ParameterizedTest
  @CsvSource({
    "token s3cret is wrong, token *** is wrong",
    "s3crets3cret, ***",
    "s3crets, ***s",
    "S3CRET, S3CRET",
    "s3cre, s3cre",
    "'', ''"
  })
  void masksASecret(String text, String shown) {
    assertThat(Redaction.of(List.of("s3cret")).shown(text, 100)).isEqualTo(shown);
  }

  @Test
  @Tag("slow")
  void noSecretSurvivesAnEcho() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 4_000; i++) {
      String secret = secret(random, Redaction.MIN_LENGTH + random.nextInt(90));
      // An echo of an echo, such as a URL in JSON.
      String once = ECHOES.get(random.nextInt(ECHOES.size())).apply(secret);
      String echo = ECHOES.get(random.nextInt(ECHOES.size())).apply(once);
      String before = "{\"a\": 1} ".repeat(random.nextInt(20));

      String shown = Redaction.of(List.of(secret)).shown(before + echo + "' <b>after", 100_000);

      assertThat(shown)
          .as("seed %d, secret %s, echo %s", seed, secret, echo)
          .isEqualTo(before + "***' <b>after");
    }
  }

  @Test
  @Tag("slow")
  void noSecretSurvivesBase64() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String secret = secret(random, 12 + random.nextInt(90));
      byte[] around =
          ("user:x".substring(0, random.nextInt(7)) + secret + "!".repeat(random.nextInt(4)))
              .getBytes(StandardCharsets.UTF_8);
      Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
      String echo = ECHOES.get(random.nextInt(3)).apply(encoder.encodeToString(around));

      String shown = Redaction.of(List.of(secret)).shown("<" + echo + ">", 100_000);

      // The rest encodes the neighbours of the secret and a few bits of its ends.
      assertThat(shown)
          .as("seed %d, secret %s, echo %s", seed, secret, echo)
          .matches("<[\\w+/%-]{0,12}\\*\\*\\*[\\w+/=%-]{0,14}>");
    }
  }

  /**
   * At each offset within a group of three bytes, in both alphabets, plain and escaped for JSON.
   */
  @Test
  void masksBase64AtEveryOffset() {
    String secret = "k\"???>>>~~~é\\z";
    for (String echoed : List.of(secret, inside(TextNode.valueOf(secret).toString()))) {
      for (int before = 0; before < 3; before++) {
        byte[] bytes = ("x".repeat(before) + echoed).getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          String base64 = encoder.encodeToString(bytes);
          // The characters that hold bits of both the secret and its neighbours remain.
          String start = base64.substring(0, (before * 8 + 5) / 6);
          String end = base64.substring(bytes.length * 8 / 6);

          assertThat(Redaction.of(List.of(secret)).shown("<" + base64 + ">", 100))
              .isEqualTo("<" + start + "***" + end + ">");
        }
      }
    }
  }

  /** As in the Base64 of a JSON request body: the secret is escaped before it is encoded. */
  @Test
  @Tag("slow")
  void noSecretSurvivesTheBase64OfJson() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      String secret = "\"\\" + secret(random, 12 + random.nextInt(90)) + "\t\"";
      String json = "{\"%s\":%s}".formatted("u".repeat(1 + i % 3), TextNode.valueOf(secret));
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
      String echo = ECHOES.get(random.nextInt(3)).apply(encoder.encodeToString(bytes));

      String shown = Redaction.of(List.of(secret)).shown("<" + echo + ">", 100_000);

      assertThat(shown)
          .as("seed %d, secret %s, echo %s", seed, secret, echo)
          .matches("<[\\w+/%-]{0,14}\\*\\*\\*[\\w+/=%-]{0,14}>");
    }
  }

  @Test
  void noSecretSurvivesBase64InLines() {
    String secret = secret(new Random(2), 300);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String lines = Base64.getMimeEncoder().encodeToString(bytes);
    List<String> echoes =
        List.of(
            lines,
            lines.replace("\r\n", "\n \t "),
            lines.replace("\r\n", "\\r\\n"),
            lines.replace("\r\n", "\\n"),
            URLEncoder.encode(lines, StandardCharsets.UTF_8),
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));

    assertThat(echoes)
        .allSatisfy(
            echo ->
                assertThat(Redaction.of(List.of(secret)).shown("<" + echo + ">", 1_000))
                    .matches("<\\*{3}[\\w+/=%-]{0,10}>"));
  }

  /** Truncated as in the error message of a target. */
  @Test
  void ofALongSecretThatWasCutOffLittleSurvives() {
    String secret = secret(new Random(1), 1_000).replaceAll("\\s", "x");

    String shown = Redaction.of(List.of(secret)).shown("<" + secret.substring(0, 700), 10_000);

    assertThat(shown).startsWith("<***").hasSizeLessThan(5 + 64);
  }

  @Test
  @Tag("slow")
  void noSecretSurvivesAtTheEndOfWhatIsLookedAt() {
    for (int before = 15_000; before < 16_400; before += 7) {
      String text = "a".repeat(before) + "%73%33%63%72%65%74" + "b".repeat(20_000);

      assertThat(Redaction.of(List.of("s3cret")).shown(text, 100_000))
          .matches("a{15000,16400}(\\*{3}b*)?…");
    }
  }

  @Test
  void masksBeforeItCuts() {
    assertThat(Redaction.of(List.of("s3cret")).shown("is s3cret", 5)).isEqualTo("is **…");
  }

  @Test
  void makesOneLineOfBoundedLength() {
    assertThat(Redaction.of(List.of()).shown(" a\r\n  b\t", 100)).isEqualTo("a b");
    assertThat(Redaction.of(List.of()).shown("abc", 3)).isEqualTo("abc");
    assertThat(Redaction.of(List.of()).shown("abcd", 3)).isEqualTo("abc…");
    assertThat(Redaction.of(List.of()).shown("\udc00d", 0)).isEqualTo("…");
    assertThat(Redaction.of(List.of()).shown("ab😀d", 3)).isEqualTo("ab…");
    assertThat(Redaction.of(List.of()).shown("a".repeat(1 << 20), 1 << 20)).hasSize(16_385);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "123"})
  void leavesWhatIsTooShortToBeToldFromOtherWords(String secret) {
    assertThat(Redaction.of(List.of(secret)).shown("a 123", 100)).isEqualTo("a 123");
  }

  /** The secrets count together. */
  @Test
  void secretsUpToTheirMaximumLength() {
    String half = "s".repeat(16 * 1024);

    assertThat(Redaction.of(List.of(half, half.replace('s', 't'))).shown("hello", 100))
        .isEqualTo("hello");
    assertThat(Redaction.of(List.of(half, half.replace('s', 't') + "t")).shown("hello", 100))
        .isEqualTo("***");
  }

  /** The end of a longer text is not shown, because it may hold the beginning of a secret. */
  @Test
  void textsUpToTheirMaximumLength() {
    Redaction redaction = Redaction.of(List.of("s3cret"));
    String longest = "a".repeat(16 * 1024);

    assertThat(redaction.shown(longest, 100_000)).isEqualTo(longest);
    assertThat(redaction.shown(longest + "a", 100_000)).isEqualTo("a".repeat(15 * 1024) + "…");
    assertThat(redaction.shown("a".repeat(15 * 1024) + "s3cret".repeat(200), 100_000))
        .isEqualTo("a".repeat(15 * 1024) + "…");
    assertThat(Redaction.of(List.of()).shown(longest + "a", 100_000)).isEqualTo(longest + "…");
  }

  @Test
  void secretsFromTheirMinimumLength() {
    assertThat(Redaction.of(List.of("abc")).shown("abc", 100)).isEqualTo("abc");
    assertThat(Redaction.of(List.of("abcd")).shown("abcd", 100)).isEqualTo("***");
  }

  @Test
  void nothingNewToLookForMakesNoOtherRedaction() {
    Redaction redaction = Redaction.of(List.of("first"));

    assertThat(redaction.and(List.of("first", "abc"))).isSameAs(redaction);
    assertThat(redaction.and(List.of("other"))).isNotSameAs(redaction);
  }

  /** A response may be full of similar secrets. */
  @Test
  @Tag("slow")
  @Timeout(10)
  void findsManyInGoodTime() {
    var secrets = new ArrayList<String>();
    for (int length = Redaction.MIN_LENGTH; length <= 60; length++) {
      secrets.add("a".repeat(length));
    }
    for (int i = 0; i < 600; i++) {
      secrets.add("a".repeat(30 + i % 30) + "!" + i);
    }
    // Each encoding adds a view of the text.
    String escapes = " %61 &#97; \\u0061 %2561 &amp;#97; %5cu0061 \\u002561 \\n + ";
    String text = ("a".repeat(1_500) + escapes).repeat(10);
    for (int i = 0; i < 10; i++) {
      assertThat(Redaction.of(secrets).shown(text, 1_000))
          .isEqualTo(("***" + escapes).repeat(10).strip());
    }
  }

  @Test
  void learnsMore() {
    Redaction redaction = Redaction.of(List.of("first")).and(List.of("second"));

    assertThat(redaction.shown("first, second", 100)).isEqualTo("***, ***");
  }

  /** Returns a random secret without spaces at its ends, which would not be visible. */
  private static String secret(Random random, int length) {
    var secret = new StringBuilder("k");
    int[] letters = LETTERS.codePoints().toArray();
    while (secret.length() < length) {
      secret.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return secret.append('z').toString();
  }

  private static String inSmallHexadecimals(String text) {
    return Pattern.compile("%..")
        .matcher(URLEncoder.encode(text, StandardCharsets.UTF_8))
        .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
  }

  private static String inside(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String inUnicodeEscapes(String text) {
    var escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
    return escaped.toString();
  }
}
