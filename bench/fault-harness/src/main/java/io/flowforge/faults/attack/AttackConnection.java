package io.flowforge.faults.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection of an attacker. */
final class AttackConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 150_000;
  private static final int MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

  private final Socket socket = new Socket();

  AttackConnection(int port) throws IOException {
    this(port, 0);
  }

  /** Connects with a receive buffer of this size, 0 for the usual one. */
  AttackConnection(int port, int receiveBufferBytes) throws IOException {
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
  }

  /** Sends these bytes, one per character. */
  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  /** Reads everything that the server sends until it closes or resets the connection. */
  String rest() {
    var all = new ByteArrayOutputStream();
    byte[] block = new byte[8 * 1024];
    try {
      int count = 0;
      while (count >= 0 && all.size() < MAX_RESPONSE_BYTES) {
        all.write(block, 0, count);
        count = socket.getInputStream().read(block);
      }
    } catch (IOException _) {
      // Reset, after all the server has sent.
    }
    return all.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
