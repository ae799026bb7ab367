package io.flowforge.settings;

import io.flowforge.error.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where people and services reach this server.
 *
 * @param base an absolute URL without a slash at its end, such as {@code
 *     https://flowforge.example.com}
 */
public record PublicUrl(String base) {

  /** The name of the setting. */
  public static final String SETTING = "PUBLIC_URL";

  private static final String FORM =
      "an absolute http or https URL without user, query and fragment, such as"
          + " https://flowforge.example.com";

  private static final int MAX_LENGTH = 500;

  /** Reads {@code PUBLIC_URL}. */
  public static Optional<PublicUrl> read(SettingsReader settings) {
    return settings.optional(SETTING, "pipelines cannot use ${callback.url}", PublicUrl::parse);
  }

  /**
   * Checks a URL.
   *
   * @throws InvalidException if it is no absolute http or https URL, or has a user, a query or a
   *     fragment
   */
  public static PublicUrl parse(String text) {
    try {
      URI uri = new URI(text);
      boolean isHttp =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      if (text.length() > MAX_LENGTH
          || !isHttp
          || uri.getHost() == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || uri.getPort() == 0
          || uri.getPort() > 65_535
          || !uri.normalize().equals(uri)) {
        throw SettingsReader.mustBe(SETTING, FORM, text);
      }
    } catch (URISyntaxException e) {
      throw SettingsReader.mustBe(SETTING, FORM, text);
    }
    int end = text.length();
    while (text.charAt(end - 1) == '/') {
      end--;
    }
    return new PublicUrl(text.substring(0, end));
  }

  /** Returns the URL of a path that begins with a slash. */
  public String at(String path) {
    return base + path;
  }
}
