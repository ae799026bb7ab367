package io.flowforge.step.http.logging;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Follows a parser of JSON, and knows whether it is within a field with a secret name. */
public final class SecretNesting {

  private final Predicate<String> isSecret;
  private final Deque<Boolean> enclosing = new ArrayDeque<>(List.of(false));
  private boolean isWithinSecret;

  public SecretNesting(Predicate<String> isSecret) {
    this.isSecret = isSecret;
  }

  /** Takes note of the parser's current token, and returns whether it is a secret value. */
  public boolean isSecretValue(JsonToken token, JsonParser parser) throws IOException {
    if (token.isStructStart()) {
      enclosing.push(isWithinSecret);
    } else if (token.isStructEnd()) {
      enclosing.pop();
      isWithinSecret = enclosing.element();
    } else if (token == JsonToken.FIELD_NAME) {
      isWithinSecret = enclosing.element() || isSecret.test(parser.currentName());
    } else {
      return isWithinSecret && !token.isBoolean() && token != JsonToken.VALUE_NULL;
    }
    return false;
  }

  boolean isWithinSecret() {
    return isWithinSecret;
  }
}
