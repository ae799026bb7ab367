package io.flowforge.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowforge.server.testing.RawConnection.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A connection for many requests, one after another, sent byte by byte as they are. When the server
 * has closed it, the next request opens another.
 */
public final class KeptConnection implements AutoCloseable {

  /** Longer than any answer may take. */
  private static final int PATIENCE_MILLIS = 15_000;

  private final int port;
  private Socket socket = new Socket();
  private InputStream input = InputStream.nullInputStream();
  private boolean isOpen;
  private int connections;

  public KeptConnection(int port) {
    this.port = port;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param head the request line and the headers, each with its line end
   * @param body a character a byte, as in the head
   */
  public Answer exchange(String head, String body) throws IOException {
    boolean isUsed = isOpen;
    try {
      return sent(head, body);
    } catch (IOException e) {
      close();
      if (!isUsed || e instanceof SocketTimeoutException || e instanceof ProtocolException) {
        throw e;
      }
      // The server closed it after the answer before this one.
      return sent(head, body);
    }
  }

  /** Sends a request without a body, and reads the lines of a head; what follows is not read. */
  public List<String> head(String head) throws IOException {
    open();
    socket.getOutputStream().write((head + "\r\n").getBytes(ISO_8859_1));
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /** Returns the number of connections so far. */
  public int connections() {
    return connections;
  }

  private Answer sent(String head, String body) throws IOException {
    open();
    var request = new ByteArrayOutputStream();
    request.writeBytes((head + "\r\n" + body).getBytes(ISO_8859_1));
    socket.getOutputStream().write(request.toByteArray());
    int status = status(line());
    List<String> headers = new ArrayList<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      headers.add(header);
    }
    var answer = new Answer(status, headers, "");
    if (answer.header("Content-Type").startsWith("text/event-stream")) {
      // It does not end by itself.
      byte[] beginning = bytes(HexFormat.fromHexDigits(line()));
      close();
      return new Answer(status, headers, new String(beginning, UTF_8));
    }
    byte[] content =
        answer.header("Transfer-Encoding").equalsIgnoreCase("chunked")
            ? chunks()
            : bytes(Integer.parseInt("0" + answer.header("Content-Length")));
    if (answer.header("Connection").equalsIgnoreCase("close")) {
      close();
    }
    return new Answer(status, headers, new String(content, UTF_8));
  }

  /**
   * Returns the status of a status line.
   *
   * @throws ProtocolException if it is none, for example because the response before it was longer
   *     than its head said
   */
  private static int status(String line) throws ProtocolException {
    String[] parts = line.split(" ", 3);
    if (!parts[0].equals("HTTP/1.1") || parts.length < 2) {
      throw new ProtocolException("not a status line: \"%s\"".formatted(line));
    }
    return Integer.parseInt(parts[1]);
  }

  /** Reads the chunks of a body (RFC 9112, section 7.1), and the trailers, which nobody needs. */
  private byte[] chunks() throws IOException {
    var content = new ByteArrayOutputStream();
    for (int size = HexFormat.fromHexDigits(line()); size > 0; ) {
      content.writeBytes(bytes(size));
      line();
      size = HexFormat.fromHexDigits(line());
    }
    for (String trailer = line(); !trailer.isEmpty(); ) {
      trailer = line();
    }
    return content.toByteArray();
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "the response ends after %d of %d bytes".formatted(bytes.length, length));
    }
    return bytes;
  }

  private void open() throws IOException {
    if (!isOpen) {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      input = new BufferedInputStream(socket.getInputStream());
      isOpen = true;
      connections++;
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    isOpen = false;
    socket.close();
  }
}
