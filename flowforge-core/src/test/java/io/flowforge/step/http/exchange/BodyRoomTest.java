package io.flowforge.step.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Eventually;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound of the memory for large bodies. */
class BodyRoomTest {

  private static final byte[] LARGE = new byte[BodyBytes.MAX_READ];
  private static final byte[] SMALL = new byte[BodyBytes.MAX_BEGINNING];

  @Test
  void aLargeBodyWaitsUntilAnotherIsGone() throws Exception {
    var room = new BodyRoom(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BodyRoom.BodyPlace first = room.place(1);
      assertThat(read(LARGE, first).whole()).isPresent();
      Future<Boolean> second =
          threads.submit(
              () -> {
                try (BodyRoom.BodyPlace place = room.place(1)) {
                  return read(LARGE, place).whole().isPresent();
                }
              });
      try (BodyRoom.BodyPlace place = room.place(1)) {
        assertThat(read(SMALL, place).whole()).isPresent();
      }
      assertThat(second.isDone()).isFalse();
      first.close();
      assertThat(Eventually.eventually(second::isDone, done -> done)).isTrue();
      assertThat(second.get()).isTrue();
    }
    try (BodyRoom.BodyPlace place = room.place(1)) {
      assertThat(read(LARGE, place).whole()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "4, 1", "8, 2", "24, 6", "100, 25"})
  void oneOrganizationHasAQuarter(int count, int share) {
    var room = new BodyRoom(count);
    List<BodyRoom.BodyPlace> places = new ArrayList<>();
    for (int i = 0; i < share; i++) {
      places.add(room.place(1));
      assertThat(read(LARGE, places.getLast()).whole()).isPresent();
    }

    try (BodyRoom.BodyPlace place = room.place(1)) {
      assertThat(read(LARGE, place, Duration.ZERO).whole()).isEmpty();
    }
    assertThat(room.free()).isEqualTo(count - share);
    if (count > share) {
      try (BodyRoom.BodyPlace place = room.place(2)) {
        assertThat(read(LARGE, place, Duration.ZERO).whole()).isPresent();
      }
    }

    places.forEach(BodyRoom.BodyPlace::close);
    assertThat(room.free()).isEqualTo(count);
    try (BodyRoom.BodyPlace place = room.place(1)) {
      assertThat(read(LARGE, place, Duration.ZERO).whole()).isPresent();
    }
  }

  /** Five organizations want room for four. */
  @Test
  void allOrganizationsTogetherHaveNoMoreThanThereIs() {
    var room = new BodyRoom(4);
    List<BodyRoom.BodyPlace> places = new ArrayList<>();
    for (int orgId = 1; orgId <= 4; orgId++) {
      places.add(room.place(orgId));
      assertThat(read(LARGE, places.getLast(), Duration.ZERO).whole()).isPresent();
    }
    try (BodyRoom.BodyPlace fifth = room.place(5)) {
      assertThat(read(LARGE, fifth, Duration.ZERO).whole()).isEmpty();
      places.getFirst().close();
      // Its share was given back when there was no room.
      assertThat(read(LARGE, fifth, Duration.ZERO).whole()).isPresent();
    }
  }

  @Test
  void aBodyWithoutRoomCountsAsCutOff() {
    var room = new BodyRoom(1);
    try (BodyRoom.BodyPlace first = room.place(1);
        BodyRoom.BodyPlace second = room.place(1)) {
      assertThat(read(LARGE, first).whole()).isPresent();

      BodyBytes body = read(LARGE, second, Duration.ofMillis(1));

      assertThat(body.isRead()).isFalse();
      assertThat(body.isTruncated()).isTrue();
      assertThat(body.beginning()).hasSize(BodyBytes.MAX_BEGINNING);
      assertThat(body.description())
          .isEqualTo(
              "131072 bytes (the rest was not read, because too many large responses were read at"
                  + " the same time)");
    }
  }

  @Test
  void withoutAPlaceOnlyTheBeginningIsKept() {
    assertThat(read(LARGE, null).whole()).isEmpty();
    assertThat(read(LARGE, null).beginning()).hasSize(BodyBytes.MAX_BEGINNING);
    assertThat(read(new byte[0], null).isEmpty()).isTrue();
  }

  private static BodyBytes read(byte[] body, BodyRoom.@Nullable BodyPlace place) {
    return read(body, place, Duration.ofHours(1));
  }

  private static BodyBytes read(
      byte[] body, BodyRoom.@Nullable BodyPlace place, Duration patience) {
    return BodyBytes.read(
        new ByteArrayInputStream(body), place, System.nanoTime() + patience.toNanos());
  }
}
