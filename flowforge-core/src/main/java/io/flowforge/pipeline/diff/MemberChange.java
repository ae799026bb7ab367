package io.flowforge.pipeline.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member that differs.
 *
 * @param member its name, such as {@code step_type} or {@code parameters.url}
 * @param from its value before, null if it was absent
 * @param to its value after, null if it is absent
 */
public record MemberChange(String member, @Nullable JsonNode from, @Nullable JsonNode to) {

  /** Returns the members in which two objects differ, in the order of the objects. */
  static List<MemberChange> between(ObjectNode from, ObjectNode to) {
    return between("", from, to);
  }

  private static List<MemberChange> between(String prefix, ObjectNode from, ObjectNode to) {
    Set<String> names = new LinkedHashSet<>();
    from.fieldNames().forEachRemaining(names::add);
    to.fieldNames().forEachRemaining(names::add);
    List<MemberChange> changes = new ArrayList<>();
    for (String name : names) {
      JsonNode before = from.get(name);
      JsonNode after = to.get(name);
      // Only parameters are looked into, and only once: deep paths would be longer than the values.
      if (name.equals(DiffParts.PARAMETERS)
          && before instanceof ObjectNode old
          && after instanceof ObjectNode young) {
        changes.addAll(between(name + ".", old, young));
      } else if (before == null || !before.equals(after)) {
        changes.add(new MemberChange(prefix + name, before, after));
      }
    }
    return changes;
  }
}
