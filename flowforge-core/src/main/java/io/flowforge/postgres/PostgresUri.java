package io.flowforge.postgres;

import static java.util.stream.Collectors.joining;

import io.flowforge.error.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database and the credentials for it, parsed from a libpq connection URI ({@code
 * postgres://user:password@host:port/db?sslmode=disable}).
 *
 * @param jdbcUrl without user and password
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq, 32.1.1.2</a>
 */
public record PostgresUri(String jdbcUrl, String user, String password) {

  private static final String EXPECTED =
      "POSTGRES_URI must look like postgres://user:password@host:5432/database?sslmode=disable";

  /** User info up to the last at sign, then a host, for which java.net.URI is too strict. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:(.*)@)?([\\w.-]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?");

  /** Parses the URI. The message of the {@link InvalidException} never contains the password. */
  public static PostgresUri parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new InvalidException(EXPECTED + ", but it is not set");
    }
    URI uri = uriOf(text.strip());
    if (!"postgres".equals(uri.getScheme()) && !"postgresql".equals(uri.getScheme())) {
      throw new InvalidException(EXPECTED + ", but it has another scheme");
    }
    Matcher authority = AUTHORITY.matcher(orEmpty(uri.getRawAuthority()));
    if (!authority.matches()) {
      throw new InvalidException(
          EXPECTED + ", but its host is missing, or its port is not a number");
    }
    String query = orEmpty(uri.getRawQuery());
    String[] userInfo = orEmpty(authority.group(1)).split(":", 2);
    String user = parameter(query, "user", decoded(userInfo[0]));
    if (user.isEmpty()) {
      throw new InvalidException(EXPECTED + ", but its user is missing");
    }
    String password =
        parameter(query, "password", userInfo.length == 1 ? "" : decoded(userInfo[1]));
    String rest =
        parameters(query)
            .filter(
                parameter -> !parameter.startsWith("user=") && !parameter.startsWith("password="))
            .collect(joining("&"));
    // libpq's default database is the one named like the user; the JDBC driver does the same.
    return new PostgresUri(
        "jdbc:postgresql://%s:%s/%s%s"
            .formatted(
                authority.group(2),
                authority.group(3) == null ? "5432" : authority.group(3),
                orEmpty(uri.getRawPath()).replaceFirst("^/", ""),
                rest.isEmpty() ? "" : "?" + rest),
        user,
        password);
  }

  private static URI uriOf(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidException(
          EXPECTED
              + "; percent-encode special characters in the user and password (problem near character "
              + e.getIndex()
              + ")");
    }
  }

  private static Stream<String> parameters(String query) {
    return Stream.of(query.split("&")).filter(parameter -> !parameter.isEmpty());
  }

  /** Returns a parameter of the query, which overrides the user info before the host. */
  private static String parameter(String query, String name, String fallback) {
    return parameters(query)
        .filter(parameter -> parameter.startsWith(name + "="))
        .map(parameter -> decoded(parameter.substring(name.length() + 1)))
        .findFirst()
        .orElse(fallback);
  }

  private static String decoded(String text) {
    try {
      // In a URI a plus stands for itself, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidException(EXPECTED + "; its user or password has a stray '%'");
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Omits the password and the parameters, some of which are secret, too. */
  @Override
  public String toString() {
    return jdbcUrl.replaceFirst("\\?.*", "") + " as " + user;
  }
}
