package io.flowforge.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused in the CSV files, in which words; and that nothing is written then. */
class SeedCsvRefusalTest {

  private static SeedStores stores;
  private SeedFiles files;

  @BeforeAll
  static void open() {
    stores = new SeedStores();
  }

  @AfterAll
  static void close() {
    stores.close();
  }

  @BeforeEach
  void writeFiles(@TempDir Path directory) {
    files = SeedFiles.valid(directory);
  }

  @AfterEach
  void nothingWasWritten() {
    assertThat(stores.everything()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          eve,olga@example.com,Eve,auth0,| e-mail 'olga@example.com' is already in user.csv:2; remove one of the rows
          eve,OLGA@Example.com,Eve,auth0,| e-mail 'OLGA@Example.com' is already in user.csv:2; remove one of the rows
          ada,eve@example.com,Eve,auth0,| user 'auth0!ada' is already in user.csv:3; remove one of the rows
          eve,eve.example.com,Eve,auth0,| 'eve.example.com' is not an e-mail address; write one like ada@example.com
          eve,eve@example,Eve,auth0,| 'eve@example' is not an e-mail address; write one like ada@example.com
          eve,e ve@example.com,Eve,auth0,| 'e ve@example.com' is not an e-mail address; write one like ada@example.com
          ' ',eve@example.com,Eve,auth0,| column 'user_id' is empty; fill it in
          eve,,Eve,auth0,| column 'email' is empty; fill it in
          eve,eve@example.com,,auth0,| column 'name' is empty; fill it in
          eve,eve@example.com,Eve,,| column 'idp' is empty; fill it in
          eve,eve@example.com,Eve,auth 0,| column 'idp' has no identity provider; write one like auth0 or google-oauth2: the part of the user's id before the bar, which is auth0 for users of a database connection
          eve,eve@example.com,Eve| the row has 3 fields and the header 5; add or remove commas, or quote a value that contains one
          eve,eve@example.com,"Eve,auth0,secret| a quote is opened here and never closed; close or double it
          """)
  void aUser(String row, String problem) {
    String text = row.replace("!", "|").replace("' '", " ").replace("\\n", "\n");
    files.with("user.csv", SeedFiles.USERS + "\n" + text + "\n");
    assertThat(files.problems(stores.seeder()))
        .containsExactly("user.csv:6: " + problem.replace("!", "|"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Beta,eve@example.com | owner 'eve@example.com' is not in user.csv; add the user there, or correct the e-mail
          Acme,ada@example.com | organization 'Acme' is already in org.csv:2; remove one of the rows
          ,ada@example.com     | column 'name' is empty; fill it in
          Beta,                | column 'owner' is empty; fill it in
          """)
  void anOrganization(String row, String problem) {
    files.with("org.csv", SeedFiles.ORGANIZATIONS + row + "\n");
    assertThat(files.problems(stores.seeder())).containsExactly("org.csv:3: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          eve@example.com,Acme,Member  | user 'eve@example.com' is not in user.csv; add the user there, or correct the e-mail
          mike@example.com,Beta,Member | organization 'Beta' is not in org.csv; add it there, or correct the name
          Mike@example.com,Acme,Admin  | the membership of 'Mike@example.com' in 'Acme' is already in membership.csv:3; remove one of the rows
          olga@example.com,Acme,Admin  | 'olga@example.com' owns 'Acme' according to org.csv:2; remove this row, or name another owner there
          olga@example.com,Acme,admin  | 'admin' is not a role: use Owner, Admin or Member
          olga@example.com,Acme,       | column 'role' is empty; fill it in
          """)
  void aMembership(String row, String problem) {
    files.with("membership.csv", SeedFiles.MEMBERSHIPS + row + "\n");
    assertThat(files.problems(stores.seeder())).containsExactly("membership.csv:4: " + problem);
  }

  @Test
  void aSecondOwner() {
    files.with("membership.csv", "user,org,role\nmike@example.com,Acme,Owner\n");
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "membership.csv:2: 'mike@example.com' would be a second Owner of 'Acme'; write Admin or"
                + " Member, or change the owner in org.csv:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          user_id,email,name,idp,pasword      | unknown column 'pasword'
          user_id,email,name,idp,email        | column 'email' appears twice
          user_id,email,name,password         | column 'idp' is missing
          """)
  void aHeader(String header, String problem) {
    files.with("user.csv", header + "\n");
    files.without("org.csv").without("membership.csv").without("pipelines/greet.json");
    files.without("requests/first.json");
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "user.csv:1: "
                + problem
                + "; the header is user_id,email,name,idp and, optionally, password");
  }

  @Test
  void aFileWithoutHeader() {
    files.with("org.csv", "\n\n").without("membership.csv");
    files.without("pipelines/greet.json").without("requests/first.json");
    assertThat(files.problems(stores.seeder()))
        .containsExactly("org.csv:1: the header is missing; begin the file with name,owner");
  }

  @Test
  void aValueThatIsTooLong() {
    files.with("org.csv", SeedFiles.ORGANIZATIONS + "a".repeat(201) + ",ada@example.com\n");
    assertThat(files.problems(stores.seeder()))
        .containsExactly("org.csv:3: column 'name' has 201 characters; shorten it to 200");
  }

  @Test
  void anotherEncoding() {
    files.with(
        "user.csv",
        (SeedFiles.USERS + "eve,eve@example.com,\u00c9ve,auth0,\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(files.problems(stores.seeder()))
        .contains("user.csv:5: not UTF-8; save the file in that encoding");
  }

  @Test
  void aFileThatIsTooLarge() {
    files.with("membership.csv", new byte[(10 << 20) + 1]).without("requests/first.json");
    assertThat(files.problems(stores.seeder()))
        .containsExactly("membership.csv: larger than 10 MB; split the data into several runs");
  }

  @Test
  void aMissingUserFile() {
    files.without("user.csv").without("org.csv").without("membership.csv");
    files.without("pipelines/greet.json").without("requests/first.json");
    assertThat(files.problems(stores.seeder()))
        .containsExactly(
            "user.csv: this file is required, but "
                + files.directory()
                + " has none; org.csv, membership.csv, pipelines/*.json and requests/*.json are"
                + " optional");
  }

  @Test
  void allFaultsOfAllFilesAtOnceButNoMoreThanAnybodyReads() {
    files.with("user.csv", SeedFiles.USERS + ",,,,\neve,x,Eve,auth0,\n" + "y\n".repeat(60));
    files.with("org.csv", SeedFiles.ORGANIZATIONS + ",\n");
    assertThatThrownBy(() -> stores.seeder().seed(files.directory()))
        .isInstanceOfSatisfying(
            InvalidException.class,
            refusal -> {
              assertThat(refusal.userMessage())
                  .isEqualTo("the seed data has 61 problems; nothing was written");
              assertThat(refusal.details()).hasSize(51);
              assertThat(refusal.details().getFirst()).startsWith("user.csv:6: 'x' is not");
              assertThat(refusal.details().getLast()).isEqualTo("and 11 more; fix these first");
            });
    files.with("user.csv", SeedFiles.USERS + "eve,x,Eve,auth0,\n");
    files.with("org.csv", SeedFiles.ORGANIZATIONS + "Beta,\n");
    files.with("pipelines/greet.json", "{");
    assertThat(files.problems(stores.seeder()))
        .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
        .contains("user.csv:5", "org.csv:3", "pipelines/greet.json:1:2");
  }
}
