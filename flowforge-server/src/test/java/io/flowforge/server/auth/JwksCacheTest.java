package io.flowforge.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import io.flowforge.server.testing.TestClock;
import io.flowforge.server.testing.TestIssuer;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a fetch of keys that is under way, and for how long. */
class JwksCacheTest {

  private static final RSAPublicKey KEY = publicKey();
  private static final Duration PATIENT = Duration.ofMinutes(1);

  private final TestClock clock = new TestClock();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger fetches = new AtomicInteger();
  private final Semaphore begun = new Semaphore(0);
  private volatile Map<String, RSAPublicKey> keys = Map.of("old", KEY);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @BeforeEach
  void freeze() {
    clock.freeze();
  }

  @AfterEach
  void close() {
    gate.countDown();
    threads.close();
  }

  @Test
  void knownKeysDoNotWaitForTheAnswerAboutUnknownOnes() throws Exception {
    JwksCache cache = withTheOldKey(PATIENT);
    Future<Boolean> waiting = fetching(cache, "unknown");

    assertThat(cache.find("old")).hasValue(KEY);
    assertThat(waiting.isDone()).isFalse();

    gate.countDown();
    assertThat(waiting.get()).isFalse();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void unknownKeysDoNotWaitForAProviderThatHangs() throws Exception {
    var cache = new JwksCache(this::fetch, clock);
    knowTheOldKey(cache);
    Future<Boolean> asking = fetching(cache, "unknown");

    assertThat(atOnce(20, i -> cache.find("unknown-" + i).isPresent())).containsOnly(false);
    assertThat(asking.isDone()).as("the one that asks is still at it").isFalse();

    gate.countDown();
    assertThat(asking.get()).isFalse();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void aRotationUnderLoadFailsNobody() throws Exception {
    JwksCache cache = withTheOldKey(PATIENT);
    keys = Map.of("new", KEY);
    Future<Boolean> first = fetching(cache, "new");
    List<Future<Boolean>> others =
        IntStream.range(0, 50)
            .mapToObj(_ -> threads.submit(() -> cache.find("new").isPresent()))
            .toList();

    gate.countDown();

    assertThat(first.get()).isTrue();
    for (Future<Boolean> other : others) {
      assertThat(other.get()).isTrue();
    }
    assertThat(fetches).hasValue(2);
  }

  private JwksCache withTheOldKey(Duration maxWait) {
    var cache = new JwksCache(this::fetch, clock, maxWait);
    knowTheOldKey(cache);
    return cache;
  }

  private void knowTheOldKey(JwksCache cache) {
    assertThat(cache.find("old")).hasValue(KEY);
    begun.acquireUninterruptibly();
    clock.advance(JwksCache.MIN_INTERVAL);
  }

  /** Looks for a key in another thread, whose fetch lasts until the gate is opened. */
  private Future<Boolean> fetching(JwksCache cache, String kid) {
    gate = new CountDownLatch(1);
    Future<Boolean> isFound = threads.submit(() -> cache.find(kid).isPresent());
    begun.acquireUninterruptibly();
    return isFound;
  }

  private Map<String, RSAPublicKey> fetch() {
    fetches.incrementAndGet();
    begun.release();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return keys;
  }

  private List<Boolean> atOnce(int times, IntPredicate look) throws InterruptedException {
    return threads
        .invokeAll(
            IntStream.range(0, times).<Callable<Boolean>>mapToObj(i -> () -> look.test(i)).toList())
        .stream()
        .map(Future::resultNow)
        .toList();
  }

  private static RSAPublicKey publicKey() {
    try {
      return TestIssuer.newKey("any").toRSAPublicKey();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
