package io.flowforge.seed.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.InvalidException;
import io.flowforge.seed.file.CsvFile;
import io.flowforge.seed.file.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the columns {@code user_id} and {@code idp} become the subject of tokens. */
class UserRowTest {

  private static final CsvFile FORMAT =
      new CsvFile("user.csv", List.of("user_id", "idp", "email", "name"), List.of("password"));

  private Path directory;
  private final Problems problems = new Problems();

  @BeforeEach
  void write(@TempDir Path folder) {
    directory = folder;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // user_id; idp; stored id; mended; problem
        "65f0; auth0; auth0|65f0;;",
        "1|x; samlp; samlp|1|x;;",
        "108012345678901234567; google-oauth2; google-oauth2|108012345678901234567;;",
        "auth0|65f0; auth0; auth0|65f0; user_id 'auth0|65f0' was read as '65f0';",
        "AUTH0|65f0; auth0; auth0|65f0; was read as '65f0';",
        "auth0|auth0|65f0; auth0;; was read as; begins with its provider twice",
        "google-oauth2|1; auth0;;; belongs to provider 'google-oauth2', but idp is 'auth0'",
        "auth0|1; google-oauth2;;; belongs to provider 'auth0', but idp is 'google-oauth2'",
        "65f0; Auth0; auth0|65f0; idp 'Auth0' was read as 'auth0';",
        "65f0; Username-Password-Authentication; auth0|65f0; was read as 'auth0';",
        "65f0; username-password-authentication; auth0|65f0; was read as 'auth0';",
        "65f0; Our-Database; auth0|65f0; idp 'Our-Database' was read as 'auth0';",
        "65f0; Their-Database;;; column 'idp' has no identity provider",
        "65f0; google; google-oauth2|65f0; was read as 'google-oauth2';",
        "65f0; auth0|; auth0|65f0; idp 'auth0|' was read as 'auth0', without the bar;",
        "65f0; auth0|65f0; auth0|65f0; without the bar;",
        "65f0; auth0|77aa;;; contains another id than user_id",
        "x y; auth0;;; column 'user_id' contains a space",
        "abc@clients; auth0;;; write idp machine and user_id 'abc'",
      })
  void anId(String id, String idp, String stored, String mended, String problem) throws Exception {
    UserRow row = read("\"%s\",%s,ada@example.com,Ada,".formatted(id, idp));
    if (problem == null) {
      assertThat(refusals()).isEmpty();
      assertThat(row.userId()).isEqualTo(stored);
    } else {
      assertThat(refusals())
          .singleElement()
          .asString()
          .startsWith("user.csv:2: ")
          .contains(problem);
    }
    if (mended == null) {
      assertThat(problems.mendings()).isEmpty();
    } else {
      assertThat(problems.mendings()).singleElement().asString().contains(mended);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "abc,machine,,CI job,; abc@clients;",
        "abc@clients,machine,,CI job,; abc@clients;",
        "machine|abc,MACHINE,,CI job,; abc@clients;",
        "abc,machine,abc@clients,CI job,; abc@clients;",
        "abc,machine,ada@example.com,CI job,;; has no e-mail address",
        "abc,machine,,CI job,hush-hush;; has no password",
        "a|b,machine,,CI job,;; is not the id of a client",
        ",machine,,CI job,;; column 'user_id' is empty",
      })
  void aMachine(String text, String stored, String problem) throws Exception {
    UserRow row = read(text);
    if (problem == null) {
      assertThat(refusals()).isEmpty();
      assertThat(row.userId()).isEqualTo(stored);
      assertThat(row.email()).isEmpty();
      assertThat(row.provider()).isEqualTo("machine");
    } else {
      assertThat(refusals()).singleElement().asString().contains(problem).doesNotContain("hush");
    }
  }

  @Test
  void anotherIssuerMayHaveOtherProviders() throws Exception {
    UserRow row =
        read(
            "65f0,keycloak,ada@example.com,Ada,",
            new IdentityProviders(IdentityProviders.USUAL_DATABASE, true));
    assertThat(row.userId()).isEqualTo("keycloak|65f0");
    assertThat(refusals()).isEmpty();
  }

  private UserRow read(String row) throws Exception {
    return read(row, new IdentityProviders("Our-Database", false));
  }

  private UserRow read(String row, IdentityProviders providers) throws Exception {
    Files.writeString(
        directory.resolve("user.csv"), "user_id,idp,email,name,password\n" + row + "\n");
    List<UserRow> rows = new ArrayList<>();
    FORMAT.read(directory, problems, one -> rows.add(UserRow.of(one, providers, problems)));
    return rows.getFirst();
  }

  private List<String> refusals() {
    try {
      problems.throwIfAny();
      return List.of();
    } catch (InvalidException e) {
      return e.details();
    }
  }
}
