package io.flowforge.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.stream.OpenEventStream;

/**
 * The API of a server, called as one person or as an operator. All methods throw a {@link
 * io.flowforge.error.FlowforgeException} if the server refuses the call, and an {@link
 * UnreachableException} if it cannot be reached.
 */
public interface Api {

  /** Returns the JSON of a resource. */
  JsonNode get(ApiPath path);

  /** Sends a body, and returns the JSON of the response. */
  JsonNode post(ApiPath path, JsonNode body);

  /**
   * Sends a body with a key, with which it can be sent again without having more effect, and
   * returns the JSON of the response.
   */
  JsonNode post(ApiPath path, JsonNode body, String idempotencyKey);

  /** Sends a call without a body, and returns the JSON of the response. */
  JsonNode put(ApiPath path);

  /** Sends a body, and returns the JSON of the response. */
  JsonNode put(ApiPath path, JsonNode body);

  /** Sends a body, and returns the JSON of the response. */
  JsonNode patch(ApiPath path, JsonNode body);

  /** Sends a call without a body, and returns the JSON of the response. */
  JsonNode delete(ApiPath path);

  /** Sends a body, and returns the JSON of the response. */
  JsonNode delete(ApiPath path, JsonNode body);

  /**
   * Opens a stream of events; whether there is one at that path, the stream itself says.
   *
   * @param lastEventId of the last event that was received; empty to begin anew
   */
  OpenEventStream events(ApiPath path, String lastEventId);
}
