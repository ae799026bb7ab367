package io.flowforge.cli.login.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "https://Flowforge.Example.com/, https://flowforge.example.com",
    "HTTPS://h/base//, https://h/base",
    "' http://[::1]:80 ', http://[::1]:80"
  })
  void acceptsWhatPeopleWrite(String text, String url) {
    assertThat(WebAddress.ofServer("--server", text)).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8080",
        "flowforge.example.com",
        "ftp://h",
        "http://",
        "http:///path",
        "http://h?x=1",
        "http://h/#top",
        "http://user:secret@h",
        "http://h:port",
        "http://a b",
        "file:///etc/passwd"
      })
  void refusesEverythingElseAndSaysWhatToWrite(String text) {
    assertThatThrownBy(() -> WebAddress.ofServer("FLOWFORGE_SERVER", text))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("FLOWFORGE_SERVER ")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1, false",
    "http://[::1], false",
    "http://localhost:8080, false",
    "http://127.0.0.1.example.com, true",
    "http://10.0.0.1, true",
    "http://flowforge, true",
    "https://flowforge, false"
  })
  void knowsWhereOthersCanReadTheToken(String url, boolean isUnprotected) {
    assertThat(WebAddress.isReadableOnTheWay(URI.create(url))).isEqualTo(isUnprotected);
  }
}
