import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Prints a port that is free. */
final class FreePort {

  public static void main(String[] arguments) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println(socket.getLocalPort());
    }
  }
}
