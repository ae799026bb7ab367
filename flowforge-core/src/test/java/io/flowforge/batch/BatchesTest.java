package io.flowforge.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which batches are read, and when. */
class BatchesTest {

  private static final List<Integer> ALL = IntStream.range(0, 10).boxed().toList();

  private final List<String> reads = new ArrayList<>();

  private List<Integer> read(@Nullable Integer last, int limit) {
    reads.add(last + " " + limit);
    int from = last == null ? 0 : last + 1;
    return ALL.subList(from, Math.min(ALL.size(), from + limit));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9, 10, 11, 100})
  void haveEveryElementOnce(int size) {
    Batches<Integer> batches = Batches.of(size, this::read);

    assertThat(batches.toList()).isEqualTo(ALL);
    assertThat(batches).as("once more").containsExactlyElementsOf(ALL);
    for (int max = 1; max <= 12; max++) {
      assertThat(Batches.of(size, max, this::read).toList())
          .isEqualTo(ALL.subList(0, Math.min(max, 10)));
    }
  }

  @Test
  void readNoMoreThanTheyNeed() {
    Iterator<String> iterator = Batches.of(4, this::read).map(number -> "n" + number).iterator();
    assertThat(reads).isEmpty();

    assertThat(iterator.next()).isEqualTo("n0");
    assertThat(reads).containsExactly("null 4");
    iterator.forEachRemaining(number -> {});

    assertThat(reads).containsExactly("null 4", "3 4", "7 4");
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    assertThat(reads).hasSize(3);
  }

  @Test
  void readNothingAfterAsManyAsAreWanted() {
    assertThat(Batches.of(4, 8, this::read).toList()).hasSize(8);
    assertThat(reads).containsExactly("null 4", "3 4");
  }
}
