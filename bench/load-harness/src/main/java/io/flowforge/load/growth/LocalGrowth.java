package io.flowforge.load.growth;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.flowforge.cli.embedded.LocalFlowforge;
import io.flowforge.cli.embedded.LocalPorts;
import io.flowforge.cli.embedded.LocalStackOptions;
import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.issuer.IssuerUser;
import io.flowforge.load.result.Series;
import io.flowforge.load.stack.ResidentMemory;
import io.flowforge.load.stack.SingleCalls;
import io.flowforge.request.list.RequestCountStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * The stack of {@code flowforge up} in a process of its own, as {@code up} starts it: first it gets
 * requests, by SQL and as documents, and in another process they are listed.
 */
final class LocalGrowth {

  /** Begins the line with the figures. */
  static final String FIGURES = "figures:";

  private static final String OLGA = "auth0|olga";
  private static final Instant NEWEST = Instant.parse("2026-06-01T00:00:00Z");
  private static final int BATCH = 1_000;
  private static final int TIMES = 100;

  /** More than a sweep takes that reads all documents, and the next one. */
  private static final long IDLE_SECONDS = 30;

  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO "user" VALUES ('auth0|olga', 'Olga', 'olga@example.com', 'auth0', now(), FALSE)
          """,
          """
          INSERT INTO organization (org_id, name, owner, created_on, deleted)
          VALUES (1, 'Acme', 'auth0|olga', now(), FALSE)
          """,
          "INSERT INTO membership VALUES ('auth0|olga', 1, 'Owner', now(), FALSE)",
          """
          INSERT INTO request_run (request_id, org_id, status, current_step, seq, status_seq,
            projected_seq, leg, claim, created_at, updated_at, user_id, pipeline_id, created_on)
          SELECT lpad(to_hex(4000000000 - i), 24, '6'), 1, 'Completed', 's2', 4, 4, 4, 2, 1, now(),
            now(), 'auth0|olga', 'p',
            timestamp '2026-06-01' - i * interval '1 second'
          FROM generate_series(0, ? - 1) i
          """);

  private LocalGrowth() {}

  /**
   * Fills the folder if there is a number of requests, otherwise prints what lists cost (in ms),
   * and the memory of this process and of PostgreSQL (in MiB).
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    var options =
        new LocalStackOptions(
            folder,
            folder.resolveSibling("programs"),
            false,
            LocalPorts.anyFree(),
            IssuerOptions.of(
                "flowforge",
                "client",
                "secret",
                List.of(new IssuerUser(OLGA, "olga@example.com", "Olga", "auth0", "pw"))));
    try (LocalFlowforge local = LocalFlowforge.start(options, Map.of(), InstantSource.system())) {
      if (arguments.length > 1) {
        fill(local, Integer.parseInt(arguments[1]));
      } else {
        measure(local);
      }
    }
    // The threads of the document store are not daemons.
    System.exit(0);
  }

  private static void fill(LocalFlowforge local, int count) {
    local
        .core()
        .database()
        .useTransaction(
            tx -> {
              for (String sql : ROWS) {
                tx.update(sql, sql.contains("?") ? new Object[] {count} : new Object[] {});
              }
              new RequestCountStore().recount(tx);
            });
    try (MongoClient client = MongoClients.create(local.stack().mongoUri())) {
      MongoCollection<Document> requests =
          client.getDatabase("flowforge_db").getCollection("service_requests");
      for (int from = 0; from < count; from += BATCH) {
        requests.insertMany(
            IntStream.range(from, Math.min(count, from + BATCH))
                .mapToObj(LocalGrowth::document)
                .toList());
      }
    }
  }

  private static Document document(int number) {
    return new Document("_id", new ObjectId(GrownRequests.id(number)))
        .append("user_id", OLGA)
        .append("org_id", 1)
        .append("pipeline_id", "6".repeat(24))
        .append("pipeline_name", "a pipeline")
        .append("pipeline_version", 1)
        .append("status", "Completed")
        .append("created_on", NEWEST.minusSeconds(number))
        .append("last_updated", NEWEST.minusSeconds(number))
        .append("remarks", "")
        .append("form_data", new Document("ticket", "x".repeat(185)))
        .append("run_seq", 4L)
        .append("run_status", "Completed")
        .append("run_status_seq", 4L);
  }

  private static void measure(LocalFlowforge local) {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
    String token = local.stack().issuer().tokenFor(OLGA);
    String list = local.url() + "/api/service_request?org_id=1";
    String all = local.url() + "/api/service_request/admin?org_id=1&status=Completed";
    try (var http = new SingleCalls()) {
      double own =
          new TimedProbe("own", _ -> http.bytes("GET", list, token, "")).medianMillis(TIMES);
      double ofAll =
          new TimedProbe("all", _ -> http.bytes("GET", all, token, "")).medianMillis(TIMES);
      System.out.printf(
          FIGURES + "%s,%s,%s,%s%n",
          Series.text(own),
          Series.text(ofAll),
          Series.text(ResidentMemory.mebibytesOf(ProcessHandle.current())),
          Series.text(ResidentMemory.mebibytesOfAll(postmasterOf(local))));
    }
  }

  /** Returns the process that starts one for each connection. */
  private static ProcessHandle postmasterOf(LocalFlowforge local) {
    long ofConnection =
        local
            .core()
            .database()
            .inTransaction(
                tx ->
                    tx.find("SELECT pg_backend_pid()", row -> row.number("pg_backend_pid"))
                        .orElseThrow());
    return ProcessHandle.of(ofConnection).flatMap(ProcessHandle::parent).orElseThrow();
  }
}
