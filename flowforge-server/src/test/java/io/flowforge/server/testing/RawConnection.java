package io.flowforge.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Sends requests byte by byte, which no HTTP client would. */
public record RawConnection(int port) {

  public record Answer(int status, List<String> headers, String body) {

    /** The value of a header, empty when there is none. */
    public String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(header -> header.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  public Answer send(String requestLine, String... headers) {
    String head = requestLine + "\r\nHost: localhost\r\n";
    for (String header : headers) {
      head += header + "\r\n";
    }
    return exchange(head + "Connection: close\r\n\r\n");
  }

  /** Sends exactly this, and reads one answer; an empty one when the server only closes. */
  public Answer exchange(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return parsed(all(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String all(InputStream input) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int next = input.read();
    while (next >= 0 && !isWhole(bytes)) {
      bytes.write(next);
      next = isWhole(bytes) ? -1 : input.read();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isWhole(ByteArrayOutputStream bytes) {
    String[] parts = bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
    if (parts.length < 2) {
      return false;
    }
    var answer = parsed(parts[0] + "\r\n\r\n");
    return parts[1].length() >= Integer.parseInt("0" + answer.header("Content-Length"));
  }

  private static Answer parsed(String text) {
    if (text.isEmpty()) {
      return new Answer(0, List.of(), "");
    }
    String[] parts = text.split("\r\n\r\n", 2);
    List<String> lines = List.of(parts[0].split("\r\n", -1));
    return new Answer(
        Integer.parseInt(lines.getFirst().split(" ", 3)[1]),
        lines.subList(1, lines.size()),
        parts[1]);
  }
}
