package io.flowforge.cli.command.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.ConflictException;
import io.flowforge.error.NotFoundException;
import io.flowforge.seed.SeedUser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplePeopleTest {

  private static final SamplePeople PEOPLE =
      new SamplePeople(
          List.of(
              user("auth0|1", "ada@example.com", "Ada Adler"),
              user("auth0|ada", "ada.b@example.com", "Ada Berg"),
              user("auth0|3", "mike@example.com", "Mike"),
              user("auth0|4", "mike@other.example", "Miller"),
              new SeedUser("google-oauth2|5", "gus@example.com", "Gus", "google-oauth2", "")));

  @ParameterizedTest
  @CsvSource({
    "auth0|1, auth0|1",
    "ADA@example.com, auth0|1",
    "ada adler, auth0|1",
    "ada.b, auth0|ada",
    "auth0|ada, auth0|ada",
    "mike, auth0|3",
    "miller, auth0|4",
    "4, auth0|4",
  })
  void aPersonHasManyNames(String name, String userId) {
    assertThat(PEOPLE.named(name).userId()).isEqualTo(userId);
  }

  @Test
  void aNameOfSeveralOrOfNobodyIsRefusedWithTheList() {
    assertThatThrownBy(() -> PEOPLE.named("ada"))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "'ada' may be several people; those with a password are ada.b@example.com,"
                + " ada@example.com");
    for (String name : List.of("zoe", "gus", "")) {
      assertThatThrownBy(() -> PEOPLE.named(name))
          .as(name)
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("ada@example.com, mike@example.com, mike@other.example");
    }
  }

  private static SeedUser user(String id, String email, String name) {
    return new SeedUser(id, email, name, "auth0", "pw");
  }
}
