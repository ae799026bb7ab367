package io.flowforge.faults.attack;

import io.flowforge.faults.attack.RefusedInput.Call;
import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All attacks at a time, from construction until {@link #close}. Thread-safe. */
public final class Attackers implements AutoCloseable {

  private static final String SUBMIT = "POST /api/service_request HTTP/1.1";
  private static final int MAX_PROBLEMS = 50;

  private final AttackedServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Integer> rounds = new ConcurrentHashMap<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  /** Begins to attack. */
  public Attackers(AttackedServer server) {
    this.server = server;
    for (Attack attack : attacks()) {
      for (int i = 0; i < attack.connections(); i++) {
        threads.execute(() -> repeat(attack));
      }
    }
  }

  /** Returns how many attacks of each name have ended. */
  public Map<String, Integer> rounds() {
    return new TreeMap<>(rounds);
  }

  /** Returns what was wrong with the reactions of the server. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static List<Attack> attacks() {
    String get = "GET /api/login HTTP/1.1\r\nHost: localhost\r\n";
    return List.of(
        new SlowBody(256, false),
        new SlowBody(128, true),
        new SlowHead("slow heads", 256, get),
        new SlowHead("slow long headers", 64, get + "X: " + "y".repeat(30_000)),
        new SlowHead("slow heads of many headers", 64, get + "X:\r\n".repeat(190)),
        new UnreadResponses(32, "/docs/swagger-ui-bundle.js", false),
        new UnreadResponses(32, "/openapi", false),
        new UnreadResponses(32, "/metrics", false),
        new UnreadResponses(32, "/api/login", false),
        new UnreadResponses(32, "/metrics", true),
        new EndlessBody("endless chunk extensions", "1;", "x"),
        new EndlessBody("endless chunk sizes", "", "0"),
        new EndlessBody("endless trailers", "0\r\n", "X: yyyyyyyyyyy\r\n"),
        new RefusedInput("arrays of {}", 16, Duration.ofSeconds(2), Attackers::arraysOfObjects),
        new RefusedInput("deep arrays", 2, Duration.ofSeconds(1), Attackers::deepArrays),
        new RefusedInput("wrong checkboxes", 4, Duration.ofSeconds(1), Attackers::wrongCheckboxes),
        new BlankHeader(),
        new SmuggledRequest(new AtomicInteger()));
  }

  private static Call arraysOfObjects(AttackedServer server) {
    return new Call(SUBMIT, "[" + "{},".repeat(330_000) + "{}]");
  }

  private static Call deepArrays(AttackedServer server) {
    return new Call(SUBMIT, "[".repeat(500_000) + "]".repeat(500_000));
  }

  private static Call wrongCheckboxes(AttackedServer server) {
    String values =
        IntStream.range(0, 21_000)
            .mapToObj(number -> "\"w" + number + "\"")
            .collect(Collectors.joining(","));
    return new Call(
        SUBMIT,
        "{\"org_id\": %d, \"pipeline_id\": \"%s\", \"form_data\": {\"c\": [%s]}}"
            .formatted(server.orgId(), server.checkboxPipeline(), values));
  }

  private void repeat(Attack attack) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        attack
            .attack(server)
            .filter(_ -> problems.size() < MAX_PROBLEMS)
            .ifPresent(problem -> problems.add(attack.name() + ": " + problem));
      } catch (IOException _) {
        // The server ended the connection, as it should.
      }
      rounds.merge(attack.name(), 1, Integer::sum);
      Wait.pass(attack.pause());
    }
  }
}
