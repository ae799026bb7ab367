package io.flowforge.server.api;

import io.flowforge.error.InvalidException;
import io.helidon.webserver.http.ServerRequest;

/** Reads the parameters of a path; each message names its parameter. */
public final class PathParameters {

  private PathParameters() {}

  public static int orgId(ServerRequest request) {
    String text = request.path().pathParameters().get("org_id");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidException(
          "invalid path parameter 'org_id': '" + text + "' is not a whole number");
    }
  }
}
