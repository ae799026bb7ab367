package io.flowforge.server.edge;

import java.util.stream.Stream;

/**
 * A legal request in a rare form.
 *
 * @param body the body of its response
 */
record LegalRequest(String name, String bytes, String body) {

  private static final String POST = "POST /api/echo HTTP/1.1\r\n" + EdgeServer.MIKE;
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String AUTHORIZED = "Authorization: Bearer mike\r\n";

  @Override
  public String toString() {
    return name;
  }

  /** All of them leave the connection open. */
  static Stream<LegalRequest> all() {
    return Stream.of(
        get("plain", "GET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n", "mike"),
        get(
            "an empty line before it",
            "\r\nGET /api/who HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
            "mike"),
        get(
            "a later minor version",
            "GET /api/who HTTP/1.7\r\n" + EdgeServer.MIKE + "\r\n",
            "mike"),
        get(
            "no blanks after colons",
            "GET /api/who HTTP/1.1\r\nHost:x\r\nAuthorization:Bearer mike\r\n\r\n",
            "mike"),
        get(
            "blanks around values",
            "GET /api/who HTTP/1.1\r\nHost: \t x \t\r\nAuthorization:\t Bearer mike\t \r\n\r\n",
            "mike"),
        get("an empty value", "GET /api/who HTTP/1.1\r\nX:\r\n" + EdgeServer.MIKE + "\r\n", "mike"),
        get(
            "bytes beyond ASCII",
            "GET /api/who HTTP/1.1\r\nX: \u00fc\u00df\r\n" + EdgeServer.MIKE + "\r\n",
            "mike"),
        get(
            "names in any case",
            "GET /api/who HTTP/1.1\r\nhOST: x\r\nAUTHORIZATION: Bearer mike\r\n\r\n",
            "mike"),
        get(
            "a whole address",
            "GET http://example.com:81/api/host HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
            "example.com:81"),
        get(
            "a whole address in capitals",
            "GET HTTP://example.com/api/host HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
            "example.com"),
        get(
            "a whole address with TLS",
            "GET https://example.com/api/host HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
            "example.com"),
        get(
            "a whole address with a query",
            "GET http://x/api/query?a=b HTTP/1.1\r\n" + EdgeServer.MIKE + "\r\n",
            "a=b"),
        get("a host with a port", who("Host: example.com:8080"), "mike"),
        get("a host with a colon", who("Host: example.com:"), "mike"),
        get("a host of the old kind", who("Host: my_service-1"), "mike"),
        get("an IPv4 address", who("Host: 127.0.0.1:65535"), "mike"),
        get("an IPv6 address", who("Host: [::1]"), "mike"),
        get("an IPv6 address with a port", who("Host: [2001:DB8::127.0.0.1]:80"), "mike"),
        get(
            "an upgrade that nobody needs",
            who(
                "Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"),
            "mike"),
        get("an expectation without a body", who("Host: x\r\nExpect: 100-continue"), "mike"),
        get("an unknown expectation", who("Host: x\r\nExpect: 200-ok"), "mike"),
        get(
            "as many headers as possible",
            who("Host: x\r\n" + "X:\r\n".repeat(197) + "X:"),
            "mike"),
        get(
            "HTTP/1.0 kept alive",
            "GET /api/who HTTP/1.0\r\nConnection: Keep-Alive\r\n" + AUTHORIZED + "\r\n",
            "mike"),
        get(
            "HTTP/1.0 without a host",
            "GET /api/host HTTP/1.0\r\nConnection: keep-alive\r\n" + AUTHORIZED + "\r\n",
            "localhost"),
        get(
            "HTTP/1.0 with a host",
            "GET /api/host HTTP/1.0\r\nHost: example.com\r\nConnection: foo , keep-alive\r\n"
                + AUTHORIZED
                + "\r\n",
            "example.com"),
        get(
            "HTTP/1.0 with a body",
            "POST /api/echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n"
                + AUTHORIZED
                + "\r\nab",
            "ab"),
        get("a length", POST + "Content-Length: 2\r\n\r\nab", "ab"),
        get("a length with zeros", POST + "Content-Length: 0002\r\n\r\nab", "ab"),
        get("a length said twice", POST + "Content-Length: 2\r\ncontent-length: 2\r\n\r\nab", "ab"),
        get("a length listed twice", POST + "Content-Length: 2, 2\r\n\r\nab", "ab"),
        get("no length", POST + "\r\n", ""),
        get("a length of nothing", POST + "Content-Length: 0\r\n\r\n", ""),
        get(
            "a body that looks like a request",
            POST + "Content-Length: 18\r\n\r\nGET / HTTP/1.1    ",
            "GET / HTTP/1.1    "),
        get("chunks", CHUNKED + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "abc"),
        get("CHUNKED", POST + "Transfer-Encoding: CHUNKED\r\n\r\n2\r\nab\r\n0\r\n\r\n", "ab"),
        get("cHuNkEd", POST + "transfer-encoding:\tcHuNkEd \r\n\r\n2\r\nab\r\n0\r\n\r\n", "ab"),
        get("no chunk", CHUNKED + "0\r\n\r\n", ""),
        get(
            "sizes in both cases and with zeros",
            CHUNKED + "00A\r\n0123456789\r\n00b\r\n0123456789a\r\n000\r\n\r\n",
            "01234567890123456789a"),
        get("line ends within chunks", CHUNKED + "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\\r\\n\\r\\n"),
        get("extensions", CHUNKED + "2;a;b=c;d=\"e;f\"\r\nab\r\n0;last\r\n\r\n", "ab"),
        get("extensions with blanks", CHUNKED + "2 ; a = b\r\nab\r\n0\t;c\r\n\r\n", "ab"),
        get("a long extension", CHUNKED + "2;" + "x".repeat(8000) + "\r\nab\r\n0\r\n\r\n", "ab"),
        get(
            "trailers",
            CHUNKED + "2\r\nab\r\n0\r\nX-Checksum: 7\r\nAuthorization: none\r\n\r\n",
            "ab"),
        get("a trailer that frames", CHUNKED + "2\r\nab\r\n0\r\nContent-Length: 700\r\n\r\n", "ab"),
        get(
            "a long trailer",
            CHUNKED + "2\r\nab\r\n0\r\nX: " + "y".repeat(8000) + "\r\n\r\n",
            "ab"));
  }

  private static String who(String headers) {
    return "GET /api/who HTTP/1.1\r\n" + headers + "\r\n" + AUTHORIZED + "\r\n";
  }

  private static LegalRequest get(String name, String bytes, String body) {
    return new LegalRequest(name, bytes, "\"" + body + "\"");
  }
}
