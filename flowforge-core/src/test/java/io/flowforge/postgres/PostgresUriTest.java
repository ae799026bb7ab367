package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUriTest {

  @ParameterizedTest
  @CsvSource({
    "postgres://me:pw@db.example:6543/app?sslmode=disable,"
        + " jdbc:postgresql://db.example:6543/app?sslmode=disable",
    "postgresql://me:pw@db/app, jdbc:postgresql://db:5432/app",
    "postgres://me:pw@db, jdbc:postgresql://db:5432/",
    "postgres://me:pw@db/, jdbc:postgresql://db:5432/",
    "postgres://me:pw@db?sslmode=require, jdbc:postgresql://db:5432/?sslmode=require",
    "postgres://me:pw@[::1]:5433/app, jdbc:postgresql://[::1]:5433/app",
    "postgres://me:pw@[::1]/app, jdbc:postgresql://[::1]:5432/app",
    "postgres://me:pw@my_db:5433/app, jdbc:postgresql://my_db:5433/app",
    "postgres://me:pw@my_db/app, jdbc:postgresql://my_db:5432/app",
    "postgres://me:pw@db/my%20app, jdbc:postgresql://db:5432/my%20app",
    "'  postgres://me:pw@db/app\n', jdbc:postgresql://db:5432/app"
  })
  void becomesWhatTheDriverTakes(String text, String jdbcUrl) {
    assertThat(PostgresUri.parse(text)).isEqualTo(new PostgresUri(jdbcUrl, "me", "pw"));
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://me@db/app, me, ''",
    "postgres://me:@db/app, me, ''",
    "postgres://me:a:b@db/app, me, a:b",
    "postgres://a%40b:p%3A%2F%3F%23%5B%5D%40%25@db/app, a@b, p:/?#[]@%",
    "postgres://me:p+w%2B@db/app, me, p+w+",
    "postgres://m%C3%A9:%F0%9F%98%80@db/app, mé, 😀",
    "postgres://me:p@w@db/app, me, p@w",
    "postgres://me:p$w!@my_db/app, me, p$w!",
    "postgres://db/app?user=me&password=p%26w, me, p&w",
    "postgres://you:old@db/app?password=new, you, new"
  })
  void decodesUserAndPassword(String text, String user, String password) {
    PostgresUri uri = PostgresUri.parse(text);

    assertThat(uri.user()).isEqualTo(user);
    assertThat(uri.password()).isEqualTo(password);
  }

  @Test
  void takesCredentialsOutOfTheQueryAndLeavesTheRest() {
    assertThat(PostgresUri.parse("postgres://me@db/app?sslmode=disable&password=hush&user=you"))
        .isEqualTo(new PostgresUri("jdbc:postgresql://db:5432/app?sslmode=disable", "you", "hush"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "postgres",
        "mysql://me:hush@db/app",
        "jdbc:postgresql://db/app?user=me&password=hush",
        "postgres://:hush@db/app",
        "postgres://db/app?password=hush",
        "postgres://me:hush@/app",
        "postgres:///app?user=me&password=hush",
        "postgres://me:hu sh@db/app",
        "postgres://me:hu%sh@db/app",
        "postgres://me:hush%zz@db/app",
        "postgres://me:hush@db:notaport/app",
        "postgres://me:hush@db:5432:1/app",
        "postgres:me:hush@db",
        "host=db user=me password=hush",
        "me:hush@db:5432/app"
      })
  void refusesAllElseWithoutRepeatingThePassword(String text) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> PostgresUri.parse(text))
        .withMessageStartingWith(
            "POSTGRES_URI must look like postgres://user:password@host:5432/database")
        .withMessageNotContaining("hush")
        .withMessageNotContaining("hu")
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://me:hush@db/app",
        "postgres://me:h%75sh@db/app",
        "postgres://me@db/app?password=hush",
        "postgres://me@db/app?sslmode=verify-full&sslpassword=hush"
      })
  void doesNotShowThePassword(String text) {
    assertThat(PostgresUri.parse(text).toString()).isEqualTo("jdbc:postgresql://db:5432/app as me");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://me:hu/sh@db:5432/app | its user or password contains '/', '?' or '#'; percent-encode",
        "postgres://me:1/hush@db:5432/app | its user or password contains '/'",
        "postgres://me:hu#sh@db:5432/app | its user or password contains '/'",
        "postgres://me:hu?sh@db:5432/app | its user or password contains '/'",
        "postgres://me:x@y/hush@db:5432/app | its user or password contains '/'",
        "postgres://me:x@y?hush=1@db:5432/app | its user or password contains '/'",
        "postgres://me:hu%sh@db:5432/app | its password has a stray '%'; percent-encode it (%25)",
        "postgres://m%e:hush@db:5432/app | its user has a stray '%'",
        "postgres://me:hush@db:5432/a%pp | its database has a stray '%'",
        "postgres://me:hush@db:5432/app?x=%z | its parameters has a stray '%'",
        "postgres://me:hush@db:99999/app | its port is not a number from 1 to 65535",
        "postgres://me:hush@db:0/app | its port is not a number from 1 to 65535",
        "postgres://me:hush@d!b/app | its host contains a character",
        "postgres://me:hush@db/app?hush | a parameter after '?' is not name=value",
        "postgres://me:hush@db/app#x | its user or password contains '/'"
      })
  void namesThePartThatIsWrong(String text, String problem) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> PostgresUri.parse(text))
        .withMessageContaining(", but " + problem)
        .withMessageNotContaining("hush")
        .withMessageNotContaining("sh@")
        .withNoCause();
  }

  /** As docs/deployment.md says. */
  @Test
  void theDriverGetsWhatIsSaidAboutTls() throws SQLException {
    String url =
        PostgresUri.parse(
                "postgres://me:pw@db/app?sslmode=verify-full&sslrootcert=/etc/flowforge/own%20ca.pem")
            .jdbcUrl();

    assertThat(DriverManager.getDriver(url).getPropertyInfo(url, new Properties()))
        .extracting(property -> property.name + "=" + property.value)
        .contains("sslmode=verify-full", "sslrootcert=/etc/flowforge/own ca.pem", "PGHOST=db");
  }

  /** Whatever a password contains, it is either read as it is, or refused without repeating it. */
  @RepeatedTest(300)
  void noPasswordIsMistakenForAnotherPart(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var password = new StringBuilder();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      password.append("/@#?%:&=+[]1aé".charAt(random.nextInt(14)));
    }
    password.insert(random.nextInt(password.length() + 1), "hush");
    String text = "postgres://me:" + password + "@db:5432/app?sslmode=disable";
    try {
      PostgresUri uri = PostgresUri.parse(text);
      assertThat(uri)
          .as(text)
          .isEqualTo(
              new PostgresUri(
                  "jdbc:postgresql://db:5432/app?sslmode=disable",
                  "me",
                  URLDecoder.decode(
                      password.toString().replace("+", "%2B"), StandardCharsets.UTF_8)));
    } catch (InvalidException e) {
      assertThat(e).hasMessageContaining("percent-encode").hasMessageNotContaining("hush");
      assertThat(e.getCause()).isNull();
    }
    String encoded = URLEncoder.encode(password.toString(), StandardCharsets.UTF_8);
    assertThat(PostgresUri.parse(text.replace(password, encoded)).password())
        .isEqualTo(password.toString());
  }
}
