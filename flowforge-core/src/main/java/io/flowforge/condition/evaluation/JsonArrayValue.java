package io.flowforge.condition.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowforge.condition.tree.Kinds;
import java.util.AbstractList;
import java.util.RandomAccess;

/** A list of CEL that reads an array of JSON in place, and counts the work of doing so. */
final class JsonArrayValue extends AbstractList<Object> implements RandomAccess {

  private final ArrayNode array;
  private final Work work;

  JsonArrayValue(ArrayNode array, Work work) {
    this.array = array;
    this.work = work;
  }

  @Override
  public Object get(int index) {
    if (index < 0 || index >= array.size()) {
      throw new IndexOutOfBoundsException(index);
    }
    work.item(array.get(index));
    return JsonValues.of(array.get(index), work);
  }

  @Override
  public int size() {
    return array.size();
  }

  /** Shows no item: messages of the library contain it. */
  @Override
  public String toString() {
    return Kinds.LIST;
  }
}
