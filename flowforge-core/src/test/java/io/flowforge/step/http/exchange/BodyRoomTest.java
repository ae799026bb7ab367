package io.flowforge.step.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Eventually;
import java.io.ByteArrayInputStream;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bound of the memory for large bodies. */
class BodyRoomTest {

  private static final byte[] LARGE = new byte[BodyBytes.MAX_READ];
  private static final byte[] SMALL = new byte[BodyBytes.MAX_BEGINNING];

  @Test
  void aLargeBodyWaitsUntilAnotherIsGone() throws Exception {
    var room = new BodyRoom(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      BodyRoom.BodyPlace first = room.place();
      assertThat(read(LARGE, first).whole()).isPresent();
      Future<Boolean> second =
          threads.submit(
              () -> {
                try (BodyRoom.BodyPlace place = room.place()) {
                  return read(LARGE, place).whole().isPresent();
                }
              });
      try (BodyRoom.BodyPlace place = room.place()) {
        assertThat(read(SMALL, place).whole()).isPresent();
      }
      assertThat(second.isDone()).isFalse();
      first.close();
      assertThat(Eventually.eventually(second::isDone, done -> done)).isTrue();
      assertThat(second.get()).isTrue();
    }
    try (BodyRoom.BodyPlace place = room.place()) {
      assertThat(read(LARGE, place).whole()).isPresent();
    }
  }

  @Test
  void withoutAPlaceOnlyTheBeginningIsKept() {
    assertThat(read(LARGE, null).whole()).isEmpty();
    assertThat(read(LARGE, null).beginning()).hasSize(BodyBytes.MAX_BEGINNING);
    assertThat(read(new byte[0], null).isEmpty()).isTrue();
  }

  private static BodyBytes read(byte[] body, BodyRoom.@Nullable BodyPlace place) {
    return BodyBytes.read(new ByteArrayInputStream(body), place);
  }
}
