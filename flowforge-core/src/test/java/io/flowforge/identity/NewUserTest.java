package io.flowforge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.testing.CoreTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewUserTest extends CoreTest {

  @ParameterizedTest
  @CsvSource({
    "auth0|65f0, auth0",
    "google-oauth2|1, google-oauth2",
    "5f2c1d9a-7be0-4c36, oidc",
    "|odd, oidc"
  })
  void takesTheProviderFromTheId(String userId, String provider) {
    assertThat(NewUser.person(userId, "Ada", "ada@example.com").identityProvider())
        .isEqualTo(provider);
  }

  @Test
  void aMachineHasTheSubjectOfItsTokens() {
    NewUser machine = NewUser.machine("4kQ2", "Nightly build");
    assertThat(machine.userId()).isEqualTo("4kQ2@clients");
    assertThat(machine.identityProvider()).isEqualTo("machine");
    assertThat(machine.email()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "auth0|x", "4kQ2@clients", "a\nb"})
  void refusesWhatIsNoClient(String client) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> NewUser.machine(client, "Build"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\u0000b", "a\nb"})
  void refusesWhatIsNoUserId(String userId) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> NewUser.person(userId, "Ada", ""));
  }

  @Test
  void isAddedOnce() {
    NewUser build = NewUser.machine("build", "Build");
    User added = flowforge.userService().add(build);
    assertThat(flowforge.userService().get("build@clients")).isEqualTo(added);
    assertThat(flowforge.userService().login(new Caller.Person("build@clients"))).isEqualTo(added);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> flowforge.userService().add(build));
  }
}
