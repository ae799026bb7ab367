package io.flowforge.faults.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A request that is hidden in another one; only one of them may get a response. */
record SmuggledRequest(AtomicInteger number) implements Attack {

  private static final String RESPONSE = "HTTP/1.1 ";

  /** Headers, the empty line, and the beginning of a body. */
  private static final List<String> AMBIGUOUS =
      List.of(
          "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
          "Content-Length: 0\r\nContent-Length: 100\r\n\r\n",
          "Content-Length: 0, 100\r\n\r\n",
          "Content-Length: +0\r\n\r\n",
          "Content-Length : 100\r\n\r\n",
          "Transfer-Encoding: identity\r\n\r\n",
          "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n0\n\r\n",
          "X: y\n\r\n",
          "X: y\r\n Content-Length: 100\r\n\r\n",
          "X\u0000: y\r\n\r\n",
          "Host: other\r\n\r\n");

  @Override
  public String name() {
    return "smuggled requests";
  }

  @Override
  public int connections() {
    return 2;
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(100);
  }

  @Override
  public Optional<String> attack(AttackedServer server) throws IOException {
    String headers = AMBIGUOUS.get(number.getAndIncrement() % AMBIGUOUS.size());
    try (var connection = new AttackConnection(server.port())) {
      String hidden = server.authorized("GET /api/login HTTP/1.1") + "\r\n";
      connection.send(
          server.authorized("POST /api/service_request HTTP/1.1") + headers + hidden + hidden);
      String responses = connection.rest();
      int first = responses.indexOf(RESPONSE);
      return first == responses.lastIndexOf(RESPONSE)
          ? Optional.empty()
          : Optional.of("two responses to one request with " + headers.strip());
    }
  }
}
