package io.flowforge.server.auth;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The parameters of a token's header that are looked at (RFC 7515, section 4.1). It may name a key,
 * but where to find keys is never read.
 *
 * @param algorithm empty if there is none
 * @param keyId empty if there is none
 * @param isExtended whether it demands that extensions are understood
 */
record TokenHeader(String algorithm, String keyId, boolean isExtended) {

  /**
   * Reads a header.
   *
   * @throws IOException if it is not a JSON object, or one of these parameters has the wrong type
   * @throws IllegalArgumentException if it is not base64url
   */
  static TokenHeader read(String base64) throws IOException {
    var read = new String[] {"", ""};
    Set<String> names = new HashSet<>();
    TokenJson.readObject(
        base64,
        (name, json) -> {
          // Two values of one parameter could be understood differently by others.
          TokenJson.require(names.add(name));
          switch (name) {
            case "alg" -> read[0] = text(json);
            case "kid" -> read[1] = text(json);
            default -> json.skipChildren();
          }
        });
    return new TokenHeader(read[0], read[1], names.contains("crit"));
  }

  private static String text(JsonParser json) throws IOException {
    TokenJson.require(json.currentToken() == JsonToken.VALUE_STRING);
    return json.getText();
  }
}
