package io.flowforge.testing;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.postgres.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Processes that adopt requests and are killed in the middle of it. */
public final class KilledAdoption {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private KilledAdoption() {}

  /**
   * Lets processes adopt, one after another, and kills each when it has adopted some more.
   *
   * @param database that of the processes, with its schema
   * @param kills how many processes are killed
   */
  public static void run(TestStores stores, Database database, int kills) {
    for (int kill = 0; kill < kills; kill++) {
      long before = adopted(database);
      try {
        Process process = start(stores);
        // A process that has no more to adopt ends by itself; one that starts slowly is waited for.
        while (adopted(database) == before && !process.waitFor(PAUSE)) {
          Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static long adopted(Database database) {
    return database
        .inTransaction(
            tx -> tx.find("SELECT count(*) AS n FROM request_run", row -> row.number("n")))
        .orElseThrow();
  }

  private static Process start(TestStores stores) throws IOException {
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Adopting.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(stores.environment());
    return builder.start();
  }

  /** The process. */
  public static final class Adopting {

    private Adopting() {}

    /** Adopts everything that is left. */
    public static void main(String[] arguments) {
      Map<String, String> environment = System.getenv();
      try (var flowforge =
          Flowforge.open(FlowforgeSettings.from(environment), InstantSource.system())) {
        int adopted = flowforge.adoption().sweep();
        System.getLogger("test").log(System.Logger.Level.INFO, "adopted " + adopted);
      }
    }
  }
}
