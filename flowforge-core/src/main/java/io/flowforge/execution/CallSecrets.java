package io.flowforge.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects the secrets in what a call is made of. Not for use by many threads. */
final class CallSecrets {

  private static final Pattern SCHEME_AND_CREDENTIALS =
      Pattern.compile("([A-Za-z][\\w-]*)\\s+(\\S.*)", Pattern.DOTALL);

  private static final Pattern BETWEEN_PARAMETERS = Pattern.compile("[&;?\\s]+");

  private final SecretNames names;
  private final Set<String> found = new LinkedHashSet<>();

  CallSecrets(SecretNames names) {
    this.names = names;
  }

  /** All that was found. */
  Set<String> found() {
    return Set.copyOf(found);
  }

  /** Values of secret keys, and whatever is below them. */
  CallSecrets inJson(JsonNode value) {
    collect(value, false);
    return this;
  }

  /** A text that may be JSON, or that of an HTML form. */
  CallSecrets inText(String text, ObjectMapper json) {
    try {
      return inJson(json.readTree(text));
    } catch (JsonProcessingException e) {
      return inParameters(text);
    }
  }

  CallSecrets inQuery(URI url) {
    return url.getRawQuery() == null ? this : inParameters(url.getRawQuery());
  }

  CallSecrets inHeader(String name, String value) {
    if (!names.include(name)) {
      return this;
    }
    found.add(value.strip());
    // What follows a cookie that is set, such as its path, is no secret.
    boolean isOne = name.equalsIgnoreCase("Set-Cookie");
    Stream.of(value.split("[;,]"))
        .limit(isOne ? 1 : Long.MAX_VALUE)
        .filter(part -> part.contains("="))
        .forEach(part -> add(part.substring(part.indexOf('=') + 1)));
    Matcher credentials = SCHEME_AND_CREDENTIALS.matcher(value.strip());
    if (credentials.matches()) {
      found.add(credentials.group(2));
      if (credentials.group(1).equalsIgnoreCase("basic")) {
        inBasic(credentials.group(2));
      }
    }
    return this;
  }

  private void inBasic(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      found.add(pair);
      found.add(pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      // Then it holds nothing but itself, and that was found.
      found.add(credentials);
    }
  }

  private CallSecrets inParameters(String text) {
    BETWEEN_PARAMETERS
        .splitAsStream(text)
        .filter(parameter -> parameter.contains("="))
        .forEach(
            parameter -> {
              String value = parameter.substring(parameter.indexOf('=') + 1);
              if (names.include(decoded(parameter.substring(0, parameter.indexOf('='))))) {
                add(value);
                add(decoded(value));
              }
            });
    return this;
  }

  private void collect(JsonNode value, boolean isSecret) {
    if (isSecret && (value.isTextual() || value.isNumber())) {
      add(value.asText());
    }
    value
        .properties()
        .forEach(field -> collect(field.getValue(), isSecret || names.include(field.getKey())));
    if (value.isArray()) {
      value.forEach(element -> collect(element, isSecret));
    }
  }

  private void add(String value) {
    String plain = value.strip();
    boolean isQuoted = plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"");
    found.add(isQuoted ? plain.substring(1, plain.length() - 1) : plain);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
