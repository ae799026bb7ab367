package io.flowforge.postgres;

import static java.util.stream.Collectors.joining;

import io.flowforge.error.InvalidException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
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

  private static final String EXAMPLE =
      "postgres://user:password@host:5432/database?sslmode=disable";

  /** What to do without one. */
  public static final String CURE = "write the database's address, such as " + EXAMPLE;

  private static final String EXPECTED = "POSTGRES_URI must look like " + EXAMPLE;

  /** What the driver knows; it would refuse another one when it connects. */
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  private static final String SCHEME_END = "://";

  /**
   * Parses the URI.
   *
   * @throws InvalidException that names the part which is wrong, and never contains the password
   */
  public static PostgresUri parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw refused(", but it is not set");
    }
    return parsed(text.strip());
  }

  private static PostgresUri parsed(String text) {
    int scheme = text.indexOf(SCHEME_END);
    if (scheme < 0
        || !Stream.of("postgres", "postgresql").anyMatch(text.substring(0, scheme)::equals)) {
      throw refused(", but it does not begin with postgres://");
    }
    if (text.chars().anyMatch(character -> character <= ' ' || character == 0x7f)) {
      throw refused(
          ", but it contains a blank or a control character; percent-encode it (a blank is %20)");
    }
    UriParts parts = UriParts.of(text.substring(scheme + SCHEME_END.length()));
    if (parts.isCutShort()) {
      throw refused(
          ", but its user or password contains '/', '?' or '#'; percent-encode them (%2F, %3F, %23)");
    }
    String host = requireHost(parts);
    String port = requirePort(parts);
    String[] userInfo = parts.userInfo().split(":", 2);
    String user = parameter(parts, "user", decoded("user", userInfo[0]));
    if (user.isEmpty()) {
      throw refused(", but its user is missing");
    }
    String password =
        parameter(parts, "password", userInfo.length == 1 ? "" : decoded("password", userInfo[1]));
    requireSslMode(parameter(parts, "sslmode", "prefer"));
    // Checked here, because the driver's complaint would quote the URI.
    var _ = decoded("database", parts.path());
    String rest =
        parts
            .parameters()
            .filter(
                parameter -> !parameter.startsWith("user=") && !parameter.startsWith("password="))
            .collect(joining("&"));
    // libpq's default database is the one named like the user; the JDBC driver does the same.
    return new PostgresUri(
        "jdbc:postgresql://%s:%s/%s%s"
            .formatted(host, port, parts.path(), rest.isEmpty() ? "" : "?" + rest),
        user,
        password);
  }

  private static String requireHost(UriParts parts) {
    if (parts.host().isEmpty()) {
      throw refused(", but its host is missing");
    }
    if (!parts.hasHostName()) {
      throw refused(", but its host contains a character that no host name has");
    }
    return parts.host();
  }

  private static String requirePort(UriParts parts) {
    String port = parts.port().isEmpty() ? "5432" : parts.port();
    boolean isNumber = port.length() <= 5 && port.chars().allMatch(Character::isDigit);
    if (!isNumber || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
      throw refused(
          ", but its port is not a number from 1 to 65535; if it is part of a password,"
              + " percent-encode '/', '?', '#' and '@' in it (%2F, %3F, %23, %40)");
    }
    return port;
  }

  private static void requireSslMode(String mode) {
    if (!SSL_MODES.contains(mode)) {
      throw refused(
          ", but its sslmode is unknown; use "
              + SSL_MODES.stream().sorted().collect(joining(", ")));
    }
  }

  /** Returns a parameter of the query, which overrides the user info before the host. */
  private static String parameter(UriParts parts, String name, String fallback) {
    return parts
        .parameters()
        .peek(PostgresUri::requireParameter)
        .filter(parameter -> parameter.startsWith(name + "="))
        .map(parameter -> decoded(name, parameter.substring(name.length() + 1)))
        .findFirst()
        .orElse(fallback);
  }

  private static void requireParameter(String parameter) {
    int equals = parameter.indexOf('=');
    boolean isNamed =
        equals > 0
            && parameter
                .substring(0, equals)
                .chars()
                .allMatch(
                    character ->
                        Character.isLetterOrDigit(character) || "_.-".indexOf(character) >= 0);
    if (!isNamed) {
      throw refused(
          ", but a parameter after '?' is not name=value; if the '?' is part of a password,"
              + " percent-encode it (%3F)");
    }
    var _ = decoded("parameters", parameter);
  }

  private static String decoded(String part, String text) {
    try {
      // In a URI a plus stands for itself, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused(", but its " + part + " has a stray '%'; percent-encode it (%25)");
    }
  }

  /** Creates the exception without a cause, which could quote the URI. */
  private static InvalidException refused(String problem) {
    return new InvalidException(EXPECTED + problem);
  }

  /** Returns host and port, for messages. */
  String address() {
    return jdbcUrl.split("/", -1)[2];
  }

  /** Returns whether a connection fails where there is no TLS, or not the right certificate. */
  boolean asksForTls() {
    return Stream.of("require", "verify-ca", "verify-full")
        .anyMatch(mode -> jdbcUrl.contains("sslmode=" + mode));
  }

  /** Omits the password and the parameters, some of which are secret, too. */
  @Override
  public String toString() {
    int query = jdbcUrl.indexOf('?');
    return (query < 0 ? jdbcUrl : jdbcUrl.substring(0, query)) + " as " + user;
  }
}
