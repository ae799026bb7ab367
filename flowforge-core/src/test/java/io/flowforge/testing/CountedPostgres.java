package io.flowforge.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port in front of PostgreSQL that counts what all clients ask of it: round trips (each ends with
 * the message ReadyForQuery, and a BEGIN or COMMIT of the driver counts as one), transactions (its
 * status returns to idle), and statements (CommandComplete), with BEGIN, SET and COMMIT.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">messages</a>
 */
public final class CountedPostgres implements AutoCloseable {

  private final int port;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger roundTrips = new AtomicInteger();
  private final AtomicInteger transactions = new AtomicInteger();
  private final AtomicInteger statements = new AtomicInteger();

  /** What has been asked for. */
  public record Cost(int transactions, int roundTrips) {

    public Cost minus(Cost earlier) {
      return new Cost(transactions - earlier.transactions, roundTrips - earlier.roundTrips);
    }
  }

  private CountedPostgres(int port) throws IOException {
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Opens a port in front of the one that the connection string names. */
  public static CountedPostgres before(String uri) {
    try {
      return new CountedPostgres(portOf(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the connection string with the port of this. */
  public String counting(String uri) {
    return uri.replace(":" + portOf(uri) + "/", ":" + listener.getLocalPort() + "/");
  }

  public Cost cost() {
    return new Cost(transactions.get(), roundTrips.get());
  }

  /** Repeats work and returns the least number of statements that it has cost. */
  public int leastStatementsOf(int times, Runnable work) {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      int before = statements.get();
      work.run();
      least = Math.min(least, statements.get() - before);
    }
    return least;
  }

  /**
   * Repeats work and returns the least that it has cost. The first time a connection of the pool
   * also asks for the types of arrays, and one that was idle is tested.
   */
  public Cost leastOf(int times, Runnable work) {
    Cost least = new Cost(Integer.MAX_VALUE, Integer.MAX_VALUE);
    for (int i = 0; i < times; i++) {
      Cost before = cost();
      work.run();
      Cost now = cost().minus(before);
      least = now.roundTrips() < least.roundTrips() ? now : least;
    }
    return least;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static int portOf(String uri) {
    int slash = uri.indexOf('/', uri.indexOf('@'));
    return Integer.parseInt(uri.substring(uri.lastIndexOf(':', slash) + 1, slash));
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), port);
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> forward(client, server));
        Thread.ofVirtual().start(() -> count(server, client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private static void forward(Socket client, Socket server) {
    try (client;
        server) {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException _) {
      // One of them has closed the connection.
    }
  }

  private void count(Socket server, Socket client) {
    boolean isInTransaction = false;
    try (server;
        client) {
      var in = new DataInputStream(server.getInputStream());
      var out = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte type = in.readByte();
        int length = in.readInt();
        byte[] body = in.readNBytes(length - Integer.BYTES);
        if (type == 'C') {
          statements.incrementAndGet();
        }
        if (type == 'Z') {
          roundTrips.incrementAndGet();
          boolean isIdle = body[0] == 'I';
          if (isInTransaction && isIdle) {
            transactions.incrementAndGet();
          }
          isInTransaction = !isIdle;
        }
        var message = new byte[1 + length];
        ByteBuffer.wrap(message).put(type).putInt(length).put(body);
        out.write(message);
      }
    } catch (IOException _) {
      // One of them has closed the connection.
    }
  }
}
