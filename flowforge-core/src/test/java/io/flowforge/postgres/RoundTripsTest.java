package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.TestStores;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The limits of a transaction cost no round trip. */
class RoundTripsTest {

  /** One for the statement, with which the driver sends BEGIN and our limits, and one to commit. */
  private static final int OF_A_STATEMENT = 2;

  @Test
  void aTransactionOfOneStatementTakesTwo() throws IOException {
    try (var stores = new TestStores();
        var proxy = new SyncCounter(URI.create(stores.postgresUri()));
        var database = Database.open(PostgresUri.parse(proxy.uri()), 1)) {
      database.useTransaction(tx -> tx.update("CREATE TABLE note (id integer)"));
      for (int i = 0; i < 10; i++) {
        int number = i;
        int before = proxy.syncs.get();
        database.useTransaction(tx -> tx.update("INSERT INTO note VALUES (?)", number));
        assertThat(proxy.syncs.get() - before).isEqualTo(OF_A_STATEMENT);

        before = proxy.syncs.get();
        database.useTransaction(
            tx -> {
              tx.list("SELECT id FROM note", row -> row.integer("id"));
              tx.update("UPDATE note SET id = ?", number);
            });
        assertThat(proxy.syncs.get() - before).isEqualTo(OF_A_STATEMENT + 1);

        before = proxy.syncs.get();
        database.useTransaction(
            tx -> {
              tx.update("UPDATE note SET id = ?", number);
              tx.later("DELETE FROM note WHERE id = ?", -1);
              tx.later("DELETE FROM note WHERE id = ?", -2);
            });
        assertThat(proxy.syncs.get() - before).as("the commit travels with them").isEqualTo(2);

        before = proxy.syncs.get();
        database.useTransaction(
            tx -> {
              tx.laterOrFail("UPDATE note SET id = ?", number);
              tx.later("DELETE FROM note WHERE id = ?", -1);
            });
        assertThat(proxy.syncs.get() - before).as("all of them travel together").isEqualTo(1);

        before = proxy.syncs.get();
        assertThat(
                database.<List<Integer>>inTransaction(
                    tx -> tx.last(() -> tx.list("SELECT 1 AS n", row -> row.integer("n")))))
            .containsExactly(1);
        assertThat(proxy.syncs.get() - before).as("the commit travels with it").isEqualTo(1);
        before = proxy.syncs.get();
        assertThat(database.<List<String>>inTransaction(RoundTripsTest::planModes))
            .containsExactly("auto", "force_generic_plan", "force_generic_plan");
        assertThat(proxy.syncs.get() - before).as("so does the mode of planning").isEqualTo(4);
      }
    }
  }

  /** Returns how statements are planned before and after {@link Tx#planOnce}. */
  private static List<String> planModes(Tx tx) {
    List<String> modes = new ArrayList<>();
    modes.add(planMode(tx));
    tx.planOnce();
    modes.add(planMode(tx));
    modes.add(planMode(tx));
    return modes;
  }

  private static String planMode(Tx tx) {
    return tx.list("SELECT current_setting('plan_cache_mode') AS mode", row -> row.text("mode"))
        .getFirst();
  }

  /**
   * A proxy that counts the messages with which a client asks for a response (<a
   * href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Sync</a>).
   */
  private static final class SyncCounter implements AutoCloseable {

    private final AtomicInteger syncs = new AtomicInteger();
    private final URI postgres;
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    SyncCounter(URI postgres) throws IOException {
      this.postgres = postgres;
      Thread.ofVirtual().start(this::accept);
    }

    String uri() {
      return "postgres://postgres:postgres@127.0.0.1:%d%s?sslmode=disable"
          .formatted(listener.getLocalPort(), postgres.getPath());
    }

    private void accept() {
      try {
        while (true) {
          Socket client = listener.accept();
          var server = new Socket(InetAddress.getLoopbackAddress(), postgres.getPort());
          Thread.ofVirtual().start(() -> forward(client, server));
          Thread.ofVirtual().start(() -> copy(server, client));
        }
      } catch (IOException _) {
        // The test is over.
      }
    }

    private void forward(Socket client, Socket server) {
      try (client;
          server) {
        var in = new DataInputStream(client.getInputStream());
        var out = new DataOutputStream(server.getOutputStream());
        // The first message has no type.
        for (int type = -1; ; type = in.readUnsignedByte()) {
          int length = in.readInt();
          byte[] rest = in.readNBytes(length - 4);
          if (type == 'S') {
            syncs.incrementAndGet();
          }
          if (type >= 0) {
            out.writeByte(type);
          }
          out.writeInt(length);
          out.write(rest);
          out.flush();
        }
      } catch (IOException _) {
        // The client has left.
      }
    }

    private static void copy(Socket server, Socket client) {
      try {
        server.getInputStream().transferTo(client.getOutputStream());
      } catch (IOException _) {
        // One of them has left.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
