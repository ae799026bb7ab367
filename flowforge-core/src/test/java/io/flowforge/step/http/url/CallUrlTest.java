package io.flowforge.step.http.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Doubling;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h",
        "https://example.com:443/a/${v}?q=${v}&r=%20#${v}",
        "http://example.com:/x",
        "http://example.com.:65535/",
        "http://my_host/",
        "http://127.0.0.1:8080/x",
        "http://[::1]:8080/x@y",
        "http://[::ffff:1.2.3.4]/",
        "http://bücher.example/ä?ö=ü",
        "http://例え.テスト/",
        "http://h/~a!$'()*+,;=:@b?c[d]=/?#e/?",
        " http://h/x ",
        "http://h/${a}${b}.json"
      })
  void acceptsWhatCanBeCalled(String url) {
    assertThat(CallUrl.problemsOf(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          http://h/a|b        ¦ '|' at character 11 is not allowed in a URL; write %7C
          http://h/"x"        ¦ '"' at character 10 is not allowed in a URL; write %22
          http://h/a b c      ¦ a blank at character 11 is not allowed in a URL; write %20
          http://h/${v} x     ¦ a blank at character 14 is not allowed in a URL; write %20
          http://h/a\\b       ¦ '\\' at character 11 is not allowed in a URL; write %5C
          http://h/a^b        ¦ '^' at character 11 is not allowed in a URL; write %5E
          http://h/a[0        ¦ '[' at character 11 is not allowed in a URL; write %5B
          http://h/#a#b       ¦ '#' at character 12 is not allowed in a URL; write %23
          http://h/a\u00a0b   ¦ U+00A0 at character 11 is not allowed in a URL; write %C2%A0
          http://h/{id        ¦ '{' at character 10 is not allowed in a URL; placeholders are written ${name}; write %7B for a brace
          http://h/%zz        ¦ '%' at character 10 is not followed by two hexadecimal digits; write %25 for a percent sign
          http://h/100%       ¦ '%' at character 13 is not followed by two hexadecimal digits; write %25 for a percent sign
          http://h/%${v}      ¦ '%' at character 10 is not followed by two hexadecimal digits; write %25 for a percent sign
          http://h/%4${v}     ¦ '%' at character 10 is not followed by two hexadecimal digits; write %25 for a percent sign
          http://h:99999/     ¦ port 99999 is out of range; use 1 to 65535
          http://h:0/         ¦ port 0 is out of range; use 1 to 65535
          http://h:123456789012/ ¦ port 123456789012 is out of range; use 1 to 65535
          http://h:http/      ¦ port 'http' is not a number; use 1 to 65535
          http://h:8080:9/    ¦ port '8080:9' is not a number; use 1 to 65535
          http://[::1/        ¦ '[::1' is not an IPv6 address; correct it
          http://[fe80::1%eth0]/ ¦ '[fe80::1%eth0]' is not an IPv6 address; correct it
          http://a..b/        ¦ host 'a..b' has an empty part, or one of more than 63 characters; correct the name
          http://ho%73t/      ¦ host 'ho%73t' has a character that no host name has; correct the name
          http://exa|mple/    ¦ host 'exa|mple' has a character that no host name has; correct the name
          http://{host}/      ¦ host '{host}' has a character that no host name has; correct the name
          http://1.2.3/       ¦ '1.2.3' is not an IPv4 address; write IPv4 addresses as four decimal numbers
          http://2130706433/  ¦ '2130706433' is not an IPv4 address; write IPv4 addresses as four decimal numbers
          http://0x7f.1/      ¦ '0x7f.1' is not an IPv4 address; write IPv4 addresses as four decimal numbers
          http://0177.0.0.1/  ¦ '0177.0.0.1' is not an IPv4 address; write IPv4 addresses as four decimal numbers
          http://300.1.1.1/   ¦ '300.1.1.1' is not an IPv4 address; write IPv4 addresses as four decimal numbers
          http://straße.de/   ¦ host 'straße.de' has a character that programs encode differently; write the name in its ASCII form, xn--...
          """)
  void namesPlaceAndCure(String url, String problem) {
    assertThat(CallUrl.problemsOf(url)).containsExactly(problem);
  }

  @Test
  void namesAllProblemsAtOnce() {
    assertThat(CallUrl.problemsOf("http://a..b:99999/{id}|x|%zz")).hasSize(6);
  }

  @Test
  void limitsTheLength() {
    assertThat(CallUrl.problemsOf("http://h/" + "x".repeat(7_991))).isEmpty();
    assertThat(CallUrl.problemsOf("http://h/" + "x".repeat(7_992)))
        .containsExactly("the URL has 8001 characters; shorten it to 8000");
    assertThat(CallUrl.problemsOf("http://" + "x".repeat(64) + "/")).hasSize(1);
    assertThat(CallUrl.problemsOf("http://" + "x.".repeat(127) + "x/")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:80/x, 127.0.0.1",
    "http://127.0.0.1./x, 127.0.0.1",
    "http://localhost/, 127.0.0.1",
    "http://LocalHost.:1/, 127.0.0.1",
    "http://a.localhost?x, 127.0.0.1",
    "http://１２７.0.0.1/, 127.0.0.1",
    "http://127。0。0。1/, 127.0.0.1",
    "http://[::1]/, ::1",
    "http://[0:0:0:0:0:ffff:a9fe:a9fe]/, 169.254.169.254",
    "http://169.254.169.254/${v}, 169.254.169.254"
  })
  void knowsTheAddressOfALiteral(String url, String address) {
    assertThat(CallUrl.literalAddress(url)).contains(InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "http://localhost.example/",
        "http://127.0.0.1.nip.io/",
        "http://[x]/"
      })
  void otherHostsHaveNoLiteralAddress(String url) {
    assertThat(CallUrl.literalAddress(url)).isEmpty();
  }

  @Test
  void putsInternationalHostsIntoAscii() {
    assertThat(HostName.inAscii("http://bücher.example:8080/ä"))
        .isEqualTo("http://xn--bcher-kva.example:8080/ä");
    assertThat(HostName.inAscii("http://h/ä")).isEqualTo("http://h/ä");
  }

  @Test
  void readsEachCharacterAFewTimes() {
    for (String piece : List.of("%", "|", "a", "{", "[")) {
      Doubling.takesLinearTime(
          10_000,
          n -> "http://h/" + piece.repeat(n),
          url -> assertThat(UrlCharacters.problemsOf(url, "http://h".length())).isNotNull());
    }
  }
}
