package io.flowforge.server.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The client's end of one connection, which sends and reads exact bytes. */
final class Peer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final InputStream input;
  private final OutputStream output;

  /** A response; names of headers are in lower case. */
  record Response(int status, Map<String, String> headers, String body) {

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  Peer(int port) {
    this(port, 0);
  }

  /** Connects with a receive buffer of this size, 0 for the usual one. */
  Peer(int port, int receiveBufferBytes) {
    try {
      if (receiveBufferBytes > 0) {
        socket.setReceiveBufferSize(receiveBufferBytes);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      input = new BufferedInputStream(socket.getInputStream());
      output = socket.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends these bytes, one per character. */
  Peer send(String bytes) {
    return send(bytes.getBytes(ISO_8859_1));
  }

  Peer send(byte[] bytes) {
    try {
      output.write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the sending side, but still reads. */
  Peer finish() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one response, whose body has a length or chunks. */
  Response read() {
    try {
      String statusLine = line();
      Map<String, String> headers = new TreeMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      var response = new Response(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, "");
      String body =
          response.header("Transfer-Encoding").isEmpty()
              ? new String(
                  input.readNBytes(Integer.parseInt("0" + response.header("Content-Length"))),
                  ISO_8859_1)
              : chunks();
      return new Response(response.status(), headers, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the server closes or resets the connection. */
  String rest() {
    var bytes = new ByteArrayOutputStream();
    try {
      for (int next = input.read(); next >= 0; next = input.read()) {
        bytes.write(next);
      }
    } catch (SocketException _) {
      // Reset: closed, too.
    } catch (IOException e) {
      throw new UncheckedIOException("still open after " + bytes, e);
    }
    return bytes.toString(ISO_8859_1);
  }

  /** Returns whether the server neither sends anything nor closes within this time. */
  boolean isQuietFor(Duration time) {
    try {
      socket.setSoTimeout(Math.toIntExact(time.toMillis()));
      input.mark(1);
      int next = input.read();
      if (next >= 0) {
        input.reset();
      }
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    } catch (IOException _) {
      return false;
    } finally {
      restorePatience();
    }
  }

  /** Returns whether the server takes no more bytes, without reading what it has sent. */
  boolean isClosedByServer() {
    return !trySend("x");
  }

  /** Sends these bytes; returns false if the server has closed. */
  boolean trySend(String bytes) {
    try {
      output.write(bytes.getBytes(ISO_8859_1));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private void restorePatience() {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String chunks() throws IOException {
    var body = new StringBuilder();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.append(new String(input.readNBytes(size), ISO_8859_1));
      line();
    }
    line();
    return body.toString();
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
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
