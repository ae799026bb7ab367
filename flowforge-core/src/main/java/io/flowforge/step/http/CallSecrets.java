package io.flowforge.step.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.redaction.HarmlessHeaders;
import io.flowforge.redaction.HeaderSecrets;
import io.flowforge.redaction.SecretNames;
import io.flowforge.redaction.SecretParts;
import io.flowforge.scan.CharacterSet;
import io.flowforge.step.http.logging.SecretNesting;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Collects the secrets in a call and its responses. Not thread-safe. */
final class CallSecrets {

  /** The minimum length of the value of a header without a secret name, in characters. */
  private static final int MIN_HEADER_VALUE = 8;

  private static final CharacterSet BETWEEN_PARAMETERS = CharacterSet.of("&;? \t\n\u000b\f\r");

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Predicate<String> isSecret;
  private final Set<String> found = new LinkedHashSet<>();
  private final Set<String> sent = new LinkedHashSet<>();

  CallSecrets(SecretNames names) {
    this.isSecret = names.asPredicate();
  }

  /** Returns the secrets collected so far. */
  Set<String> found() {
    return Set.copyOf(found);
  }

  /** Returns the values of sent headers that have no secret name but may be secret. */
  Set<String> sentValues() {
    return Set.copyOf(sent);
  }

  /** Collects a secret of the organization, with its parts. */
  CallSecrets ofOrganization(String value) {
    found.addAll(SecretParts.of(value));
    return this;
  }

  /** Collects the values of secret keys, with everything nested in them. */
  CallSecrets inJson(JsonNode value) {
    try (JsonParser parser = value.traverse()) {
      collect(parser, "");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects from HTML form data or JSON: one value, several, or the beginning of one. */
  CallSecrets inText(String text, ObjectMapper json) {
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    try (JsonParser parser = json.createParser(plain)) {
      collect(parser, plain);
      return this;
    } catch (IOException e) {
      // The values before this position are collected; the rest may be anything.
      return inParameters(plain);
    }
  }

  /** Collects the values of secret query parameters. */
  CallSecrets inQuery(URI url) {
    return url.getRawQuery() == null ? this : inParameters(url.getRawQuery());
  }

  /** Collects the value of a secret header, and the credentials and cookies in it. */
  CallSecrets inHeader(String name, String value) {
    if (isSecret.test(name)) {
      found.addAll(HeaderSecrets.in(name, value));
    }
    return this;
  }

  /**
   * Collects from a header that is sent. Of a header that has no secret name, but is not known to
   * be harmless either, the value is looked for in what targets say.
   */
  CallSecrets inSentHeader(String name, String value) {
    if (!isSecret.test(name) && !HarmlessHeaders.contain(name)) {
      HeaderSecrets.in(name, value).stream()
          .filter(part -> part.length() >= MIN_HEADER_VALUE)
          .forEach(sent::add);
    }
    return inHeader(name, value);
  }

  private CallSecrets inParameters(String text) {
    BETWEEN_PARAMETERS.split(text).stream()
        .filter(parameter -> parameter.contains("="))
        .forEach(
            parameter -> {
              String value = parameter.substring(parameter.indexOf('=') + 1);
              if (isSecret.test(
                  PercentEncoding.decodeForm(parameter.substring(0, parameter.indexOf('='))))) {
                add(value);
                add(PercentEncoding.decodeForm(value));
              }
            });
    return this;
  }

  /** Collects from JSON. Strings that are not secret may be URLs with secret parameters. */
  private void collect(JsonParser parser, String text) throws IOException {
    var nesting = new SecretNesting(isSecret);
    for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (nesting.isSecretValue(token, parser)) {
        add(valueIn(parser, text));
      } else if (token == JsonToken.FIELD_NAME) {
        inParameters(parser.currentName());
      } else if (token == JsonToken.VALUE_STRING) {
        inParameters(parser.getText());
      }
    }
  }

  /** Returns the current value; if the text ends within it, the rest of the text. */
  private static String valueIn(JsonParser parser, String text) throws IOException {
    try {
      return parser.getText();
    } catch (JsonProcessingException e) {
      return text.substring((int) parser.currentTokenLocation().getCharOffset() + 1);
    }
  }

  private void add(String value) {
    String plain = value.strip();
    boolean isQuoted = plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"");
    found.add(isQuoted ? plain.substring(1, plain.length() - 1) : plain);
  }
}
