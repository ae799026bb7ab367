package io.flowforge.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each escape sequence alone, in the middle of a text, and everything that only resembles one. */
class EncodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PERCENT | %41 | 3 | A",
        "PERCENT | %4a%4B | 3 | J",
        "PERCENT | %00 | 3 | `\u0000`",
        "PERCENT | %20 | 3 | ` `",
        "PERCENT | %7f | 3 | \u007f",
        "PERCENT | %C2%80 | 6 | \u0080",
        "PERCENT | %df%bf | 6 | \u07ff",
        "PERCENT | %e0%a0%80 | 9 | \u0800",
        "PERCENT | %ef%bf%bd | 9 | \ufffd",
        "PERCENT | %F0%9F%98%80 | 12 | 😀",
        "FORM | + | 1 | ` `",
        "FORM | %2B | 3 | +",
        "JSON | \\n | 2 | `\n`",
        "JSON | \\b | 2 | `\b`",
        "JSON | \\f | 2 | `\f`",
        "JSON | \\r | 2 | `\r`",
        "JSON | \\t | 2 | `\t`",
        "JSON | \\\" | 2 | \"",
        "JSON | \\\\ | 2 | \\",
        "JSON | \\/ | 2 | /",
        "JSON | \\u0000 | 6 | `\u0000`",
        "JSON | \\u0041 | 6 | A",
        "JSON | \\uD83D | 6 | \ud83d",
        "HTML | &amp; | 5 | &",
        "HTML | &lt; | 4 | <",
        "HTML | &gt; | 4 | >",
        "HTML | &quot; | 6 | \"",
        "HTML | &apos; | 6 | '",
        "HTML | &#39; | 5 | '",
        "HTML | &#x27; | 6 | '",
        "HTML | &#X1f600; | 9 | 😀",
        "HTML | &#1114111; | 10 | \udbff\udfff",
        "HTML | &#000000065; | 12 | A",
        "LINES | `\r\n` | 2 | ``",
        "LINES | `\n` | 1 | ``",
        "LINES | `\n \t ` | 4 | ``",
        "LINES | `\n\n` | 1 | ``"
      })
  void decodes(Encoding encoding, String text, int length, String decoded) {
    for (String after : new String[] {"", "x", "&"}) {
      var result = new StringBuilder("before");

      assertThat(encoding.decode("(%" + text + after, 2, result)).isEqualTo(length);
      assertThat(result).hasToString("before" + decoded);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PERCENT | A",
        "PERCENT | +",
        "PERCENT | %",
        "PERCENT | %4",
        "PERCENT | %4g",
        "PERCENT | %g4",
        "PERCENT | %-1",
        "PERCENT | %80",
        "PERCENT | %bf",
        "PERCENT | %c3",
        "PERCENT | %c3%",
        "PERCENT | %c3x28",
        "PERCENT | %c3%28",
        "PERCENT | %e2%82",
        "PERCENT | %f0%9f%98",
        "FORM | A",
        "FORM | %4",
        "JSON | n",
        "JSON | \\",
        "JSON | \\x",
        "JSON | \\u004",
        "JSON | \\u004g",
        "HTML | amp;",
        "HTML | &",
        "HTML | &;",
        "HTML | &amp",
        "HTML | &nbsp;",
        "HTML | &#;",
        "HTML | &#x;",
        "HTML | &#a;",
        "HTML | &#xg;",
        "HTML | &#1114112;",
        "HTML | &#x110000;",
        "HTML | &#4294967361;",
        "HTML | &#0000000065;",
        "LINES | A",
        "LINES | `\r`",
        "LINES | ` \n`",
        "LINES | `\t`"
      })
  void leavesEverythingElse(Encoding encoding, String text) {
    var result = new StringBuilder("before");

    assertThat(encoding.decode("(%" + text, 2, result)).isZero();
    assertThat(result).hasToString("before");
  }

  @Test
  void viewsAreTheDistinctDecodedTexts() {
    assertThat(DecodedView.allOf("abc")).hasSize(1);
    // Itself, percent-decoded, and with the form's space.
    assertThat(DecodedView.allOf("%41+")).hasSize(3);
    // Encoded twice.
    assertThat(DecodedView.allOf("%2541")).hasSize(3);
    // Encoded three times: the last encoding stays.
    assertThat(DecodedView.allOf("%252541")).hasSize(3);
  }
}
