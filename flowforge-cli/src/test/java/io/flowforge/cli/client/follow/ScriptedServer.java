package io.flowforge.cli.client.follow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server for one request, of which everything happens as a script says. It speaks HTTP itself, so
 * that it can break a response after any byte. Each connection serves one call.
 */
final class ScriptedServer implements AutoCloseable {

  private final ServerSocket socket;
  private final Script script;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> lastEventIds = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile StreamAnswer answer = (out, _, _) -> status(out, 404, "");
  private volatile boolean doLooksAdvance;

  /** How the server answers a call for the stream. */
  @FunctionalInterface
  interface StreamAnswer {

    /**
     * Writes a response; the connection is closed after it.
     *
     * @param number of the call, from 1
     */
    void write(OutputStream out, int number, String lastEventId) throws IOException;
  }

  ScriptedServer(Script script) {
    this.script = script;
    try {
      socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  void answerStreams(StreamAnswer another) {
    answer = another;
  }

  /** Lets the next part of the script happen before each look from now on. */
  void letLooksAdvance() {
    doLooksAdvance = true;
  }

  /** Returns the last segments of the paths that were called. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** Returns the ids with which streams were asked for; empty strings for none. */
  List<String> lastEventIds() {
    return List.copyOf(lastEventIds);
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket one : open) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a whole response. */
  static void status(OutputStream out, int status, String headers) throws IOException {
    whole(out, status, headers + "Content-Type: application/json\r\n", "{\"message\": \"no\"}");
  }

  /** Writes the head of a stream; what follows has to be {@link #chunk}s. */
  static void head(OutputStream out) throws IOException {
    out.write(
        String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Content-Type: text/event-stream;charset=UTF-8",
                "Transfer-Encoding: chunked",
                "",
                "")
            .getBytes(ISO_8859_1));
    out.flush();
  }

  static void chunk(OutputStream out, byte[] bytes, int from, int to) throws IOException {
    if (to > from) {
      out.write((Integer.toHexString(to - from) + "\r\n").getBytes(ISO_8859_1));
      out.write(bytes, from, to - from);
      out.write("\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
  }

  static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    chunk(out, bytes, 0, bytes.length);
  }

  /** Ends a stream as HTTP wants it; without this it is broken off. */
  static void end(OutputStream out) throws IOException {
    out.write("0\r\n\r\n".getBytes(ISO_8859_1));
    out.flush();
  }

  private static void whole(OutputStream out, int status, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    out.write(
        "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, headers, bytes.length)
            .getBytes(ISO_8859_1));
    out.write(bytes);
    out.flush();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        open.add(connection);
        Thread.startVirtualThread(() -> serve(connection));
      } catch (IOException _) {
        // The server was closed.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var reader =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String target = "";
      String lastEventId = "";
      String line = reader.readLine();
      while (line != null && !line.isEmpty()) {
        target = target.isEmpty() ? line.split(" ", 3)[1] : target;
        if (line.startsWith("Last-Event-ID: ")) {
          lastEventId = line.substring("Last-Event-ID: ".length());
        }
        line = reader.readLine();
      }
      // A client may close a connection on which it has sent nothing.
      if (line != null) {
        serve(connection.getOutputStream(), target, lastEventId);
      }
    } catch (IOException _) {
      // The client has closed the stream.
    } finally {
      open.remove(connection);
    }
  }

  private void serve(OutputStream out, String target, String lastEventId) throws IOException {
    String path = target.replaceFirst("\\?.*", "");
    String call = path.substring(path.lastIndexOf('/') + 1);
    calls.add(call);
    if (path.contains("/logs/")) {
      int offset = Integer.parseInt(target.substring(target.indexOf("offset=") + 7));
      json(out, script.log(call, offset));
    } else if (call.equals("history")) {
      json(out, script.latest());
    } else if (call.equals("events")) {
      lastEventIds.add(lastEventId);
      answer.write(out, lastEventIds.size(), lastEventId);
    } else {
      if (doLooksAdvance) {
        script.advance();
      }
      json(out, script.details());
    }
  }

  private static void json(OutputStream out, String body) throws IOException {
    whole(out, 200, "Content-Type: application/json\r\n", body);
  }
}
