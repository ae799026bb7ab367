package io.flowforge.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PercentEncodingTest {

  /** Every character of ASCII: the unreserved ones of RFC 3986, 2.3, stay, and no others. */
  @Test
  void encodesAllButUnreservedCharacters() {
    for (char c = 0; c < 0x80; c++) {
      String text = String.valueOf(c);
      String expected = text.matches("[A-Za-z0-9._~-]") ? text : "%%%02X".formatted((int) c);

      assertThat(PercentEncoding.encode(text)).isEqualTo(expected);
    }
  }

  @Test
  void encodesTheBytesOfACharset() {
    assertThat(PercentEncoding.encode("ä€😀")).isEqualTo("%C3%A4%E2%82%AC%F0%9F%98%80");
    assertThat(PercentEncoding.encode("ä", StandardCharsets.ISO_8859_1)).isEqualTo("%E4");
  }

  @Test
  void isUndoneByAUrl() {
    String text = "Reserve a name: 100%/day + [x] ~*ü";

    assertThat(URI.create("http://h/" + PercentEncoding.encode(text)).getPath())
        .isEqualTo("/" + text);
  }

  @Test
  void aSpaceInAFormIsAPlus() {
    String text = "a client & b+c=100%~*";
    String encoded = PercentEncoding.encodeForForm(text);

    assertThat(encoded).isEqualTo("a+client+%26+b%2Bc%3D100%25~%2A");
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(text);
  }
}
