package io.flowforge.step.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A target that responds with bytes that no HTTP server would send. */
final class RawTarget implements AutoCloseable {

  /** Writes a response until the caller closes the connection. */
  interface Script {
    void write(OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Script script;

  RawTarget(Script script) {
    this.script = script;
    try {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::respond);
  }

  static RawTarget responding(byte[] bytes) {
    return new RawTarget(out -> out.write(bytes));
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void respond() {
    try (Socket socket = server.accept()) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      script.write(socket.getOutputStream());
      socket.shutdownOutput();
      // The caller closes the connection when it has read enough.
      in.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The caller closed the connection. Closing the server fails a test that still waits.
      close();
    }
  }
}
