package io.flowforge.secret.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import io.flowforge.testing.SealKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

  private static final SealScope SCOPE = new SealScope(7, "github", 3);
  private static final String VALUE = "gh-t0ken ü\n2";

  private final Seal old = new Seal(SealKeys.of("k1"));
  private final Seal both = new Seal(SealKeys.of("k2", "k1"));
  private final Seal current = new Seal(SealKeys.of("k2"));

  @Test
  void aValueIsOpenedWhereItWasSealed() throws ClosedSealException {
    assertThat(old.open(SCOPE, old.seal(SCOPE, VALUE))).isEqualTo(VALUE);
  }

  @Test
  void nothingStandsThereInPlainText() {
    SealedValue sealed = old.seal(SCOPE, VALUE);

    for (byte[] bytes : List.of(sealed.sealed(), sealed.wrappedKey())) {
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("gh-t0ken");
    }
    assertThat(old.seal(SCOPE, VALUE).sealed()).isNotEqualTo(sealed.sealed());
  }

  @Test
  void aValueOfAnotherPlaceIsNotOpened() {
    SealedValue sealed = old.seal(SCOPE, VALUE);

    for (SealScope other :
        List.of(
            new SealScope(8, "github", 3),
            new SealScope(7, "gitlab", 3),
            new SealScope(7, "github", 4))) {
      assertThatThrownBy(() -> old.open(other, sealed))
          .isInstanceOf(ClosedSealException.class)
          .hasMessageContaining("changed");
    }
  }

  @Test
  void aChangedByteIsNoticed() {
    SealedValue sealed = old.seal(SCOPE, VALUE);
    for (int at = 0; at < sealed.sealed().length; at++) {
      byte[] changed = sealed.sealed().clone();
      changed[at] ^= 1;
      var value = new SealedValue("k1", sealed.wrappedKey(), changed);
      assertThatThrownBy(() -> old.open(SCOPE, value)).isInstanceOf(ClosedSealException.class);
    }
    for (int length = 0; length < sealed.wrappedKey().length; length++) {
      var value =
          new SealedValue("k1", Arrays.copyOf(sealed.wrappedKey(), length), sealed.sealed());
      assertThatThrownBy(() -> old.open(SCOPE, value)).isInstanceOf(ClosedSealException.class);
    }
  }

  @Test
  void aRewrappedValueNeedsTheOldKeyNoLonger() throws ClosedSealException {
    SealedValue sealed = old.seal(SCOPE, VALUE);

    SealedValue rewrapped = both.rewrapped(SCOPE, sealed);

    assertThat(rewrapped.keyId()).isEqualTo("k2");
    assertThat(current.open(SCOPE, rewrapped)).isEqualTo(VALUE);
    assertThatThrownBy(() -> current.open(SCOPE, sealed))
        .hasMessage(
            "is sealed with the key 'k1', and this server has only 'k2'; add 'k1' to"
                + " FLOWFORGE_SECRET_KEYS");
    assertThatThrownBy(() -> current.rewrapped(SCOPE, sealed))
        .isInstanceOf(ClosedSealException.class);
  }

  @Test
  void anotherKeyOfTheSameIdOpensNothing() {
    SealedValue sealed = old.seal(SCOPE, VALUE);
    var other = new Seal(SecretKeys.parse("KEYS", "k1:" + SealKeys.base64("k9")));

    assertThatThrownBy(() -> other.open(SCOPE, sealed)).isInstanceOf(ClosedSealException.class);
  }

  @Test
  void keysMayStandOnLinesAndInTheAlphabetOfUrls() {
    String url = Base64.getUrlEncoder().withoutPadding().encodeToString(SealKeys.bytes("k2"));

    assertThat(
            SecretKeys.parse("KEYS", "k2:" + url + "\n\n k1:" + SealKeys.base64("k1") + "\n").ids())
        .containsExactly("k2", "k1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "S0VZ",
        ":S0VZ",
        "k1:",
        "k1:S0VZ",
        "k1:not base64",
        "k 1:KEY",
        "k1:KEY,k1:OTHER",
        "k1:KEY,k2:KEY",
        "k1:KEY," + "k2:KEYKEY",
        "abcdefghijabcdefghijabcdefghijabc:KEY"
      })
  void invalidKeysAreRefusedWithoutShowingThem(String text) {
    String key = SealKeys.base64("k1");
    String keys = text.replace("KEY", key).replace("OTHER", SealKeys.base64("k2"));

    assertThatThrownBy(() -> SecretKeys.parse("FLOWFORGE_SECRET_KEYS", keys))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("FLOWFORGE_SECRET_KEYS")
        .hasMessageNotContaining(key)
        .hasMessageNotContaining("S0VZ");
  }

  @Test
  void nothingShowsAKey() {
    SecretKeys keys = SealKeys.of("k1");

    assertThat(keys.toString()).isEqualTo("SecretKeys[k1]");
    assertThat(keys.find("k1").orElseThrow().toString()).isEqualTo("WrappingKey[]");
  }
}
