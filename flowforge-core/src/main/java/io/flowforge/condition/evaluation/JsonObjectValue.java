package io.flowforge.condition.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import io.flowforge.condition.tree.Kinds;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of CEL that reads an object of JSON in place, and counts the work of doing so. A {@link
 * CelValue}, because the library takes these as they are and copies other maps, with all that is in
 * them, at each access.
 */
@SuppressWarnings("Immutable") // The caller does not change the object while it is read.
final class JsonObjectValue extends CelValue implements Map<Object, Object> {

  private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final ObjectNode object;
  private final Work work;
  private final boolean emptyIsAbsent;

  JsonObjectValue(ObjectNode object, Work work) {
    this(object, work, false);
  }

  /**
   * Creates a map.
   *
   * @param emptyIsAbsent whether {@code has()} and {@code in} do not find members that are null,
   *     empty texts or empty lists; they can be read all the same
   */
  JsonObjectValue(ObjectNode object, Work work, boolean emptyIsAbsent) {
    this.object = object;
    this.work = work;
    this.emptyIsAbsent = emptyIsAbsent;
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return object.isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public int size() {
    return object.size();
  }

  @Override
  public boolean isEmpty() {
    return object.isEmpty();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    work.units(1);
    return key instanceof String name
        && object.has(name)
        && !(emptyIsAbsent && isEmpty(object.get(name)));
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    JsonNode member = key instanceof String name ? object.get(name) : null;
    if (member == null) {
      work.units(1);
      return null;
    }
    work.item(member);
    return JsonValues.of(member, work);
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return new Entries();
  }

  @Override
  public Set<Object> keySet() {
    return view().keySet();
  }

  @Override
  public Collection<Object> values() {
    return view().values();
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return view().containsValue(value);
  }

  @Override
  public Object put(Object key, Object value) {
    throw new UnsupportedOperationException("values of conditions do not change");
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    throw new UnsupportedOperationException("values of conditions do not change");
  }

  @Override
  public void putAll(Map<? extends Object, ? extends Object> values) {
    throw new UnsupportedOperationException("values of conditions do not change");
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException("values of conditions do not change");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObjectValue that && object.equals(that.object);
  }

  @Override
  public int hashCode() {
    return object.size();
  }

  /** Shows no value: messages of the library contain it. */
  @Override
  public String toString() {
    return Kinds.OBJECT;
  }

  private static boolean isEmpty(JsonNode member) {
    return member.isNull()
        || (member.isTextual() && member.textValue().isEmpty())
        || (member.isArray() && member.isEmpty());
  }

  private Map<Object, Object> view() {
    return new AbstractMap<>() {
      @Override
      public Set<Map.Entry<Object, Object>> entrySet() {
        return new Entries();
      }
    };
  }

  /** The members of the object. */
  private final class Entries extends AbstractSet<Map.Entry<Object, Object>> {

    @Override
    public int size() {
      return object.size();
    }

    @Override
    public Iterator<Map.Entry<Object, Object>> iterator() {
      Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return members.hasNext();
        }

        @Override
        public Map.Entry<Object, Object> next() {
          Map.Entry<String, JsonNode> member = members.next();
          work.item(member.getValue());
          return Map.entry(member.getKey(), JsonValues.of(member.getValue(), work));
        }
      };
    }
  }
}
