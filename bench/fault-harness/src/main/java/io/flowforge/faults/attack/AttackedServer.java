package io.flowforge.faults.attack;

/**
 * The server that is attacked, and what an attacker who is a member of an organization knows.
 *
 * @param port the port of the API
 * @param managementPort the port of probes and metrics
 * @param token a token of a member
 * @param checkboxPipeline the id of a pipeline with a field {@code c} of many checkboxes
 * @param headerPipeline the id of a pipeline that puts its field {@code v} into a header, or an
 *     empty string if the server refuses such pipelines
 */
public record AttackedServer(
    int port,
    int managementPort,
    String token,
    int orgId,
    String checkboxPipeline,
    String headerPipeline) {

  /** Returns the lines of a head from the request line up to the header that authorizes it. */
  String authorized(String requestLine) {
    return requestLine + "\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n";
  }

  /** Returns a whole request of the member with a JSON body. */
  String request(String requestLine, String body) {
    return authorized(requestLine)
        + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
