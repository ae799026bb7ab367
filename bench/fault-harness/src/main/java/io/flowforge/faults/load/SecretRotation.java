package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Cluster;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.load.LoadClient.FinalResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An admin who gives the secret of the load another value again and again, and an operator who
 * rotates its keys, until {@link #close}.
 */
public final class SecretRotation implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final Duration BETWEEN_KEYS = Duration.ofSeconds(45);

  private final Cluster cluster;
  private final LoadClient client;
  private final Random random;
  private final List<SecretSpan> spans = new CopyOnWriteArrayList<>();
  private final Set<String> lasting = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads;

  /** Sets the first value, and begins to rotate. */
  public SecretRotation(Cluster cluster, long seed) throws InterruptedException {
    this.cluster = cluster;
    this.client = new LoadClient(cluster, cluster.adminToken(), new Conversation());
    this.random = new Random(seed);
    if (!set(1)) {
      throw new IllegalStateException("the secret of the load cannot be set");
    }
    threads =
        List.of(
            Thread.ofVirtual().name("secret-values").start(this::changeValues),
            Thread.ofVirtual().name("secret-keys").start(this::changeKeys));
  }

  /** Returns the values so far, in order. */
  public List<SecretSpan> spans() {
    return List.copyOf(spans);
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private void changeValues() {
    try {
      for (int number = 2; !Thread.currentThread().isInterrupted(); number++) {
        Wait.pass(PAUSE);
        set(number);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sets a value; returns whether a server said that it is set. */
  private boolean set(int number) throws InterruptedException {
    String value = "rotation-%06d".formatted(number);
    var next = new SecretSpan(value, Instant.now(), Instant.MAX);
    spans.add(next);
    Optional<FinalResponse> response =
        client.send(
            random,
            "PUT",
            "/api/organization/%d/secrets/%s".formatted(cluster.orgId(), LoadPipelines.SECRET),
            "{\"value\": \"%s\", \"hosts\": [\"127.0.0.1\"]}".formatted(value));
    // A call without a response may be carried out at any time, so that its value stays possible.
    if (response.filter(FinalResponse::isFirst).isEmpty()) {
      lasting.add(value);
    }
    response
        .filter(FinalResponse::isSuccess)
        .ifPresent(success -> spans.replaceAll(span -> ended(span, next, success.at())));
    return response.filter(FinalResponse::isSuccess).isPresent();
  }

  /** Ends the values before another one, which was current at that time. */
  private SecretSpan ended(SecretSpan span, SecretSpan next, Instant at) {
    boolean isBefore = !span.equals(next) && span.to().equals(Instant.MAX);
    return isBefore && !lasting.contains(span.value())
        ? new SecretSpan(span.value(), span.from(), at)
        : span;
  }

  /** Wraps the keys with the other one each time; where a store is down, the next time does. */
  private void changeKeys() {
    boolean isSwapped = false;
    while (!Thread.currentThread().isInterrupted()) {
      Wait.pass(BETWEEN_KEYS);
      isSwapped = !isSwapped;
      cluster.rewrapSecrets(isSwapped);
    }
  }
}
