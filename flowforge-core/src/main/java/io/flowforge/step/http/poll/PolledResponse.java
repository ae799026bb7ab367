package io.flowforge.step.http.poll;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.condition.ResponseInput;
import io.flowforge.step.http.output.JsonBody;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.hc.core5.http.NameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * A successful response of a step that polls.
 *
 * @param url the URL that was called last
 * @param location the header {@code Location}; null if absent
 * @param pause the pause that the target asks for; zero for none
 * @param isSecret tests whether a URL contains a secret
 */
public record PolledResponse(
    int status,
    List<? extends NameValuePair> headers,
    JsonBody body,
    URI url,
    @Nullable String location,
    Duration pause,
    Predicate<URI> isSecret) {

  /** Returns what conditions read. */
  ResponseInput input(boolean withBody) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (NameValuePair header : headers) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      String value = header.getValue().strip();
      values.put(name, values.has(name) ? values.path(name).asText() + ", " + value : value);
    }
    boolean isReadable = withBody && !body.tree().isMissingNode();
    return new ResponseInput(
        status, values, isReadable ? body.tree() : JsonNodeFactory.instance.nullNode());
  }
}
