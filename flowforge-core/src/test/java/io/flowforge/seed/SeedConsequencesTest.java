package io.flowforge.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mistake is one problem, however many rows and files refer to what it spoils. */
class SeedConsequencesTest {

  private static SeedStores stores;

  @BeforeAll
  static void open() {
    stores = new SeedStores();
  }

  @AfterAll
  static void close() {
    stores.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // in the file; what is replaced; by what; the only problem
        "user.csv; mike,mike@example.com; mike,mike.example.com; user.csv:4: 'mike.example.com' is not",
        "user.csv; mike,mike@example.com; mike,; user.csv:4: column 'email' is empty",
        "user.csv; mike,mike@example.com; mike,mike@@example.com; user.csv:4: 'mike@@example.com' is not",
        "user.csv; mike,mike@; mike,mi ke@; user.csv:4: 'mi ke@example.com' is not",
        "user.csv; mike,mike@example.com,Mike; ,mike@example.com,Mike; user.csv:4: column 'user_id' is empty",
        "user.csv; mike@example.com,Mike,auth0; mike@example.com,Mike,auth-0; user.csv:4: 'auth-0' is not an identity provider",
        "user.csv; Mike,auth0,secret-of-mike; Mike; user.csv:4: the row has 3 fields",
        "user.csv; Mike,auth0,; Mi,ke,auth0,; user.csv:4: the row has 6 fields",
        "user.csv; Mike,auth0,; \"Mike,auth0,; user.csv:4: a quote is opened here",
        "user.csv; Ada,auth0; \"Ada,auth0; user.csv:3: a quote is opened here",
        "user.csv; Olga,auth0; \"Olga\"x,auth0; user.csv:2: there is text after a closing quote",
        "user.csv; user_id,; userid,; user.csv:1: unknown column 'userid'",
        "user.csv; olga,olga@example.com; olga,; user.csv:2: column 'email' is empty",
        "user.csv; olga,olga@example.com,Olga,auth0,secret-of-olga; ; org.csv:2: owner 'olga@example.com' is not in user.csv",
        "user.csv; mike,mike@example.com,Mike,auth0,secret-of-mike; ; membership.csv:3: user 'mike@example.com' is not in user.csv",
        "org.csv; Acme,olga@example.com; Acme,; org.csv:2: column 'owner' is empty",
        "org.csv; Acme,olga@example.com; ,olga@example.com; org.csv:2: column 'name' is empty",
        "org.csv; Acme,olga@example.com; Acme; org.csv:2: the row has 1 field",
        "org.csv; Acme,olga@example.com; \"Acme,olga@example.com; org.csv:2: a quote is opened here",
        "org.csv; Acme,olga@example.com; Acme,eve@example.com; org.csv:2: owner 'eve@example.com' is not in user.csv",
        "org.csv; name,; nam,; org.csv:1: unknown column 'nam'",
        "org.csv; Acme,olga@example.com; ; membership.csv:2: organization 'Acme' is not in org.csv",
        "membership.csv; mike@example.com,Acme; mike@example.com,Acne; membership.csv:3: organization 'Acne' is not in org.csv",
        "membership.csv; mike@example.com,Acme,Member; mike@example.com,Acme,Guest; membership.csv:3: 'Guest' is not a role",
        "membership.csv; mike@example.com,Acme,Member; mike@example.com,Acme; membership.csv:3: the row has 2 fields",
        "membership.csv; user,org; users,org; membership.csv:1: unknown column 'users'",
        "membership.csv; mike@example.com,Acme,Member; ; requests/first.json: requester 'mike@example.com' is not a member",
        "pipelines/greet.json; \"name\": \"who\"; \"name\": \"who; pipelines/greet.json:13:21: ",
        "pipelines/greet.json; \"org\": \"Acme\"; \"org\": \"Acne\"; pipelines/greet.json: organization 'Acne' is not in org.csv",
        "requests/first.json; mike@example.com; eve@example.com; requests/first.json: requester 'eve@example.com' is not in user.csv",
      })
  void oneMistakeIsOneProblem(
      String file, String text, String replacement, String problem, @TempDir Path directory)
      throws Exception {
    SeedFiles files = SeedFiles.valid(directory);
    String before = java.nio.file.Files.readString(directory.resolve(file));
    assertThat(before).contains(text);
    files.with(file, before.replace(text, replacement == null ? "" : replacement));
    assertThat(files.problems(stores.seeder())).singleElement().asString().startsWith(problem);
  }

  @Test
  void problemsThatHaveNothingToDoWithEachOtherAreAllReported(@TempDir Path directory) {
    SeedFiles files = SeedFiles.valid(directory);
    files.with("user.csv", SeedFiles.USERS + "eve,,Eve,auth0,\nfay,fay.example.com,Fay,auth0,\n");
    files.with("org.csv", SeedFiles.ORGANIZATIONS + "Beta,gil@example.com\n");
    files.with(
        "membership.csv",
        SeedFiles.MEMBERSHIPS
            + "eve@example.com,Acme,Member\nfay@example.com,Acme,Member\n"
            + "gil@example.com,Acme,Member\nhal@example.com,Gamma,Member\n");
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "user.csv:5: column 'email' is empty; fill it in",
            "user.csv:6: 'fay.example.com' is not an e-mail address; write one like ada@example.com",
            "org.csv:3: owner 'gil@example.com' is not in user.csv; add the user there, or correct"
                + " the e-mail (the same in membership.csv:6)",
            "membership.csv:7: user 'hal@example.com' is not in user.csv; add the user there, or"
                + " correct the e-mail",
            "membership.csv:7: organization 'Gamma' is not in org.csv; add it there, or correct the"
                + " name");
  }
}
