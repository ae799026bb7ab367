package io.flowforge.settings;

import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;
import io.flowforge.text.OneLine;
import java.util.Locale;
import java.util.Set;

/** What a person may see of a value: one line of bounded length, with secrets as asterisks. */
public final class ShownValue {

  /** What stands in place of a secret. */
  public static final String HIDDEN = "***";

  private static final int MAX_LENGTH = 200;
  private static final String SCHEME_END = "://";
  private static final CharacterSet AUTHORITY_END = CharacterSet.of("/?#");
  private static final CharacterSet PARAMETERS = CharacterSet.of("&;");

  /** The parameters of connection strings that are no secrets. All others are hidden. */
  private static final Set<String> HARMLESS =
      Set.of(
          "applicationname",
          "appname",
          "authmechanism",
          "authsource",
          "connecttimeout",
          "connecttimeoutms",
          "currentschema",
          "directconnection",
          "maxpoolsize",
          "minpoolsize",
          "preparethreshold",
          "readconcernlevel",
          "replicaset",
          "retryreads",
          "retrywrites",
          "serverselectiontimeoutms",
          "sockettimeout",
          "sockettimeoutms",
          "ssl",
          "sslmode",
          "targetservertype",
          "tls",
          "user",
          "w");

  private ShownValue() {}

  /** Returns the value of a setting that is no secret itself, but may be a URI with secrets. */
  public static String of(String value) {
    String line = OneLine.of(value);
    int scheme = line.indexOf(SCHEME_END);
    if (scheme < 0) {
      // Something like user:password@host, perhaps.
      return line.indexOf('@') < 0 ? Excerpt.of(line, MAX_LENGTH) : HIDDEN;
    }
    int begin = scheme + SCHEME_END.length();
    return Excerpt.of(line.substring(0, begin) + withoutSecrets(line.substring(begin)), MAX_LENGTH);
  }

  private static String withoutSecrets(String rest) {
    int end = AUTHORITY_END.indexIn(rest, 0);
    int at = rest.lastIndexOf('@');
    if (at > end || rest.indexOf('@') < at) {
      // A password with a slash or an at sign that is not encoded: nobody knows where it ends.
      return HIDDEN;
    }
    String user = at < 0 ? "" : userWithoutPassword(rest.substring(0, at)) + "@";
    return user + rest.substring(at + 1, end) + pathAndQuery(rest.substring(end));
  }

  private static String userWithoutPassword(String userInfo) {
    int colon = userInfo.indexOf(':');
    return colon < 0 ? userInfo : userInfo.substring(0, colon) + ":" + HIDDEN;
  }

  private static String pathAndQuery(String text) {
    int question = text.indexOf('?');
    if (question < 0) {
      return text;
    }
    var shown = new StringBuilder(text.substring(0, question));
    char separator = '?';
    for (String parameter : PARAMETERS.split(text.substring(question + 1))) {
      int equals = parameter.indexOf('=');
      boolean isHarmless =
          equals >= 0 && HARMLESS.contains(parameter.substring(0, equals).toLowerCase(Locale.ROOT));
      String name = equals < 0 ? HIDDEN : parameter.substring(0, equals) + "=" + HIDDEN;
      shown.append(separator).append(isHarmless ? parameter : name);
      separator = '&';
    }
    return shown.toString();
  }
}
