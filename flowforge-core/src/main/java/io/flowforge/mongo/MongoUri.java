package io.flowforge.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import org.jspecify.annotations.Nullable;

/** The connection string of MongoDB: what it must look like, and what is wrong with it. */
public final class MongoUri {

  private static final String EXAMPLE = "mongodb://user:password@host:27017";

  /** What to do without one. */
  public static final String CURE = "write the address of MongoDB, such as " + EXAMPLE;

  private static final String EXPECTED = "MONGO_URI must look like " + EXAMPLE;
  private static final String PREFIX = "mongodb://";
  private static final String DNS_PREFIX = "mongodb+srv://";

  private MongoUri() {}

  /**
   * Returns the connection string, which is well-formed. Asks nobody for the hosts.
   *
   * @throws InvalidException that never contains a part of the string, such as the password
   */
  public static String checked(String uri) {
    String text = uri.strip();
    boolean isDns = text.startsWith(DNS_PREFIX);
    if (!isDns && !text.startsWith(PREFIX)) {
      throw new InvalidException(EXPECTED + ", but it does not begin with mongodb://");
    }
    // The driver looks up the hosts of a DNS name when it reads one.
    String offline = isDns ? PREFIX + text.substring(DNS_PREFIX.length()) : text;
    try {
      var address = new ConnectionString(offline);
      if (isDns && (address.getHosts().size() > 1 || address.getHosts().getFirst().contains(":"))) {
        throw new InvalidException(
            EXPECTED + ", but with mongodb+srv:// it must name one host, without a port");
      }
      return text;
    } catch (IllegalArgumentException | MongoException e) {
      // The driver's message can contain parts of the URI, and so the password.
      throw new InvalidException(
          EXPECTED
              + "; percent-encode special characters in the user and password (/ as %2F, ? as %3F,"
              + " # as %23, @ as %40, : as %3A, % as %25), and check the parameters");
    }
  }

  /**
   * Returns the address for the driver, which looks up {@code mongodb+srv} in the DNS.
   *
   * @throws UnavailableException if the DNS does not know it
   */
  static ConnectionString parse(@Nullable String uri) {
    if (uri == null || uri.isBlank()) {
      throw new InvalidException("MONGO_URI is not set; " + CURE);
    }
    try {
      return new ConnectionString(checked(uri));
    } catch (IllegalArgumentException | MongoException e) {
      throw new UnavailableException(
          "the hosts of MONGO_URI cannot be found in the DNS; correct its host, or use mongodb:// in"
              + " place of mongodb+srv://",
          e);
    }
  }
}
