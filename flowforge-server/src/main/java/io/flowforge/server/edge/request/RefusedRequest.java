package io.flowforge.server.edge.request;

import io.helidon.http.DirectHandler;
import io.helidon.http.ServerRequestHeaders;

/**
 * The parts of a refused request on which its response depends.
 *
 * @param reason the message for the client
 * @param headers the origin header, if the request has one
 */
public record RefusedRequest(String reason, ServerRequestHeaders headers)
    implements DirectHandler.TransportRequest {

  @Override
  public String protocolVersion() {
    return "";
  }

  @Override
  public String method() {
    return "";
  }

  @Override
  public String path() {
    return "";
  }
}
