package io.flowforge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

  private final SettingsReader settings =
      new SettingsReader(
          Map.of("N", " 7 ", "BLANK", "  ", "WORD", "seven", "YES", "true", "SECRET", "hush"));

  @Test
  void takesABlankSettingForNone() {
    assertThat(settings.isSet("BLANK")).isFalse();
    assertThat(settings.number("BLANK", 3, 1, 9)).isEqualTo(3);
    assertThat(settings.truth("ABSENT")).isFalse();
    assertThat(settings.seconds("OTHER", Duration.ofMinutes(1), 1, 90)).hasSeconds(60);
    assertThat(settings.held())
        .containsExactly(
            new HeldSetting("BLANK", "3", SettingOrigin.DEFAULT, ""),
            new HeldSetting("ABSENT", "false", SettingOrigin.DEFAULT, ""),
            new HeldSetting("OTHER", "60", SettingOrigin.DEFAULT, ""));
  }

  @Test
  void goesOnAfterAProblem() {
    settings.number("WORD", 3, 1, 9);
    settings.number("N", 3, 1, 6);
    settings.required("ABSENT", "write a name", text -> text);
    settings.truth("YES");

    assertThat(settings.problems())
        .containsExactly(
            "WORD must be a whole number from 1 to 9, but it is 'seven'",
            "N must be a whole number from 1 to 6, but it is '7'",
            "ABSENT is not set; write a name");
    assertThatThrownBy(settings::throwIfAny)
        .isInstanceOf(InvalidException.class)
        .hasMessage("3 settings are missing or invalid: WORD, N, ABSENT")
        .extracting(failure -> ((InvalidException) failure).details())
        .isEqualTo(settings.problems());
  }

  @Test
  void aSettingHasOneProblemHoweverOftenItIsRead() {
    settings.truth("N");
    settings.number("N", 1, 1, 9);
    settings.refuse("N", "N is odd");
    settings.ignore("N", "nobody needs it");

    assertThat(settings.problems()).containsExactly("N must be true or false, but it is '7'");
    assertThat(settings.held()).hasSize(1);
  }

  @Test
  void remembersNoSecret() {
    assertThat(settings.secret("SECRET", "")).contains("hush");
    assertThat(settings.secret("ABSENT", "no sign-up")).isEmpty();

    assertThat(settings.held())
        .containsExactly(
            new HeldSetting("SECRET", "***", SettingOrigin.ENVIRONMENT, ""),
            new HeldSetting("ABSENT", "", SettingOrigin.UNSET, "no sign-up"));
  }

  @Test
  void aRecipeThatFindsNothingMissingYieldsItsResult() {
    assertThat(
            SettingsReader.<Integer>read(
                Map.of("N", "7"), reader -> Optional.of(reader.number("N", 1, 1, 9))))
        .isEqualTo(7);
  }
}
