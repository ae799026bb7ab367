package io.flowforge.server.api.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.request.callback.CallbackDestination;
import io.flowforge.server.http.RefusedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How many bodies of calls are received at once: of a URL, of an organization, and in all. */
class CallbackLimitsTest {

  private final CallbackLimits limits = new CallbackLimits();

  @Test
  void oneUrlTakesTwoPlacesAndLeavesTheRest() {
    holding(
        CallbackLimits.MAX_OF_URL,
        _ -> url(1, 0),
        () -> {
          assertRefused(url(1, 0), "too many calls of this callback URL are under way");
          assertReceived(url(1, 1));
        });
    assertReceived(url(1, 0));
  }

  @Test
  void oneOrganizationTakesAQuarterOfThePlacesAndLeavesTheRest() {
    holding(
        CallbackLimits.MAX_RECEIVING / 4,
        number -> url(1, number),
        () -> {
          assertRefused(url(1, 999), "too many callback URLs of this organization");
          assertReceived(url(2, 0));
        });
    assertReceived(url(1, 999));
  }

  @Test
  void allOrganizationsTogetherTakeNoMoreThanThereIs() {
    holding(
        CallbackLimits.MAX_RECEIVING,
        number -> url(1 + number / CallbackLimits.MAX_OF_ORGANIZATION, number),
        () -> assertRefused(url(999, 0), "too many callback URLs are called at once"));
    assertReceived(url(999, 0));
  }

  @Test
  void aPlaceIsFreeAgainAfterAFailure() {
    for (int i = 0; i <= CallbackLimits.MAX_RECEIVING; i++) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  limits.whileReceiving(
                      url(1, 0),
                      () -> {
                        throw new IllegalStateException("the connection broke");
                      }));
    }
    assertReceived(url(1, 0));
  }

  /** Runs something while that many places are held. */
  private void holding(int count, IntFunction<CallbackDestination> urls, Runnable inside) {
    if (count == 0) {
      inside.run();
    } else {
      limits.whileReceiving(urls.apply(count - 1), () -> holding(count - 1, urls, inside));
    }
  }

  private void assertReceived(CallbackDestination url) {
    var runs = new AtomicInteger();
    limits.whileReceiving(url, runs::incrementAndGet);
    assertThat(runs).hasValue(1);
  }

  private void assertRefused(CallbackDestination url, String message) {
    var runs = new AtomicInteger();
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> limits.whileReceiving(url, runs::incrementAndGet))
        .withMessageContaining(message);
    assertThat(runs).hasValue(0);
  }

  private static CallbackDestination url(int orgId, int number) {
    return new CallbackDestination(orgId, "request-" + number, "waits");
  }
}
