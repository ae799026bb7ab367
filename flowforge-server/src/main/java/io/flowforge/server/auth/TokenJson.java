package io.flowforge.server.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.flowforge.json.Json;
import java.io.IOException;
import java.util.Base64;

/** The JSON objects in a token. */
final class TokenJson {

  /**
   * A reader without limits of its own, because the size of a token is limited by that of the
   * headers.
   */
  private static final JsonFactory JSON =
      Json.factory()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private TokenJson() {}

  /** Reads the value of a field, or skips it. */
  @FunctionalInterface
  interface FieldReader {
    void read(String name, JsonParser json) throws IOException;
  }

  /**
   * Reads an object.
   *
   * @throws IOException if it is not a JSON object and nothing else
   * @throws IllegalArgumentException if it is not base64url
   */
  static void readObject(String base64, FieldReader fields) throws IOException {
    try (JsonParser json = JSON.createParser(Base64.getUrlDecoder().decode(base64))) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.read(name, json);
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }
  }

  static void require(boolean isWellFormed) throws IOException {
    if (!isWellFormed) {
      throw new IOException("malformed token");
    }
  }
}
