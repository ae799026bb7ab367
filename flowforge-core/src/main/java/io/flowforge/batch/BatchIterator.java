package io.flowforge.batch;

import io.flowforge.batch.Batches.BatchReader;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An iterator that reads the next batch when it needs it. Not thread-safe. */
final class BatchIterator<T> implements Iterator<T> {

  private final int size;
  private final BatchReader<T> source;
  private int left;
  private Iterator<T> batch = Collections.emptyIterator();
  private @Nullable T last;

  BatchIterator(int size, int max, BatchReader<T> source) {
    this.size = size;
    this.source = source;
    left = max;
  }

  @Override
  public boolean hasNext() {
    if (!batch.hasNext() && left > 0) {
      int limit = Math.min(size, left);
      List<T> next = source.after(last, limit);
      left = next.size() < limit ? 0 : left - limit;
      last = next.isEmpty() ? null : next.getLast();
      batch = next.iterator();
    }
    return batch.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return batch.next();
  }
}
