package io.flowforge.postgres;

import io.flowforge.error.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is and who we are there, read from a libpq connection URI ({@code
 * postgres://user:password@host:port/db?sslmode=disable}).
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">libpq, 32.1.1.2</a>
 */
public record PostgresUri(String jdbcUrl, String user, String password) {

  private static final String EXPECTED =
      "POSTGRES_URI must look like postgres://user:password@host:5432/database?sslmode=disable";

  /** Reads the URI. The message of the {@link InvalidException} never repeats the password. */
  public static PostgresUri parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new InvalidException(EXPECTED + ", but it is not set");
    }
    URI uri = uriOf(text.strip());
    String scheme = uri.getScheme();
    if (!"postgres".equals(scheme) && !"postgresql".equals(scheme)) {
      throw new InvalidException(EXPECTED + ", but its scheme is '" + scheme + "'");
    }
    if (uri.getHost() == null) {
      throw new InvalidException(EXPECTED + ", but it names no host");
    }
    String database = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
    String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    int colon = userInfo.indexOf(':');
    String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon));
    if (user.isEmpty()) {
      throw new InvalidException(EXPECTED + ", but it names no user");
    }
    String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1));
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    // libpq's default database is the one named like the user; the JDBC driver does the same.
    return new PostgresUri(
        "jdbc:postgresql://" + uri.getHost() + ":" + port + "/" + database + query, user, password);
  }

  private static URI uriOf(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidException(
          EXPECTED
              + "; percent-encode what is special in user and password (fault near character "
              + e.getIndex()
              + ")");
    }
  }

  private static String decoded(String text) {
    try {
      // A plus is itself in user info, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidException(EXPECTED + "; its user or password has a stray '%'");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return jdbcUrl + " as " + user;
  }
}
