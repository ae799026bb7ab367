package io.flowforge.step.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target that serves each connection by a script, and may close it at any moment. */
final class ScriptedTarget implements AutoCloseable {

  /** Serves one connection. */
  interface Script {
    void serve(Connection connection) throws IOException;
  }

  private final ServerSocket server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  ScriptedTarget(Script script) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(script));
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  /** Returns the methods of the requests that were read, each with the number of its connection. */
  List<String> requests() {
    return requests;
  }

  /** Tests whether the script of a connection, counted from 1, has ended. */
  boolean hasServed(int connection) {
    return connections.size() >= connection && connections.get(connection - 1).isServed;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Connection connection : connections) {
        connection.socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        var connection = new Connection(server.accept(), connections.size() + 1);
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(script, connection));
      } catch (IOException e) {
        close();
      }
    }
  }

  private static void serve(Script script, Connection connection) {
    try {
      script.serve(connection);
      connection.isServed = true;
    } catch (IOException e) {
      // The caller has closed the connection, which a test sees by the outcome.
      connection.isServed = true;
    }
  }

  /** One connection; a script decides when it is closed. */
  final class Connection {

    private final Socket socket;
    private final int number;
    private final BufferedReader in;
    private volatile boolean isServed;

    private Connection(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      this.in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    int number() {
      return number;
    }

    /** Reads a request to its end. */
    void read() throws IOException {
      int length = readHead();
      for (int i = 0; i < length; i++) {
        if (in.read() < 0) {
          throw new IOException("the request ends early");
        }
      }
      requests.add(requests.removeLast() + " whole");
    }

    /** Reads the head of a request and returns the length of its body. */
    int readHead() throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("there is no request");
      }
      requests.add(number + " " + line.substring(0, line.indexOf(' ')));
      int length = 0;
      while (line != null && !line.isEmpty()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
        line = in.readLine();
      }
      return length;
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }

    void answer() throws IOException {
      write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    void end() throws IOException {
      socket.close();
    }

    void endOutput() throws IOException {
      socket.shutdownOutput();
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
