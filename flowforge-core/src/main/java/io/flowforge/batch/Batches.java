package io.flowforge.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list that is read from a store in batches while it is iterated. It is never whole in memory,
 * and between two batches it holds no connection, transaction or cursor, however slowly it is
 * iterated. Each iteration reads the store again.
 */
public final class Batches<T> implements Iterable<T> {

  /** The reader of one batch. */
  @FunctionalInterface
  public interface BatchReader<T> {

    /**
     * Returns the next elements; fewer than the limit only at the end of the list.
     *
     * @param last the element before them, null at the beginning of the list
     */
    List<T> after(@Nullable T last, int limit);
  }

  private final Iterable<T> elements;

  private Batches(Iterable<T> elements) {
    this.elements = elements;
  }

  /** Returns the list that the source reads in batches of this size. */
  public static <T> Batches<T> of(int size, BatchReader<T> source) {
    return of(size, Integer.MAX_VALUE, source);
  }

  /** Returns at most the given number of elements of such a list. */
  public static <T> Batches<T> of(int size, int max, BatchReader<T> source) {
    return new Batches<>(() -> new BatchIterator<>(size, max, source));
  }

  /** Returns the list of the results; each element is mapped when it is its turn. */
  public <R> Batches<R> map(Function<T, R> mapping) {
    return new Batches<>(
        () -> {
          Iterator<T> iterator = elements.iterator();
          return new Iterator<>() {

            @Override
            public boolean hasNext() {
              return iterator.hasNext();
            }

            @Override
            public R next() {
              return mapping.apply(iterator.next());
            }
          };
        });
  }

  /** Returns the list of the results that are present. */
  public <R> Batches<R> mapPresent(Function<T, Optional<R>> mapping) {
    return new Batches<>(
        () -> {
          Iterator<T> iterator = elements.iterator();
          return new Iterator<>() {

            private Optional<R> next = Optional.empty();

            @Override
            public boolean hasNext() {
              while (next.isEmpty() && iterator.hasNext()) {
                next = mapping.apply(iterator.next());
              }
              return next.isPresent();
            }

            @Override
            public R next() {
              R element = hasNext() ? next.orElseThrow() : missing();
              next = Optional.empty();
              return element;
            }

            private R missing() {
              throw new NoSuchElementException();
            }
          };
        });
  }

  @Override
  public Iterator<T> iterator() {
    return elements.iterator();
  }

  /** Reads the whole list, for lists that are known to be short. */
  public List<T> toList() {
    List<T> list = new ArrayList<>();
    forEach(list::add);
    return list;
  }
}
