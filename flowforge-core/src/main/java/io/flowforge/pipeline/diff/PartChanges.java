package io.flowforge.pipeline.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What differs in the steps, or in the form fields, of two versions.
 *
 * @param added the names of those that only the second version has
 * @param removed the names of those that only the first version has
 * @param changed those that both have, with different members
 */
public record PartChanges(List<String> added, List<String> removed, List<PartChange> changed) {

  /** A step or a form field that differs. */
  public record PartChange(String name, List<MemberChange> members) {}

  static PartChanges between(Map<String, ObjectNode> from, Map<String, ObjectNode> to) {
    List<PartChange> changed = new ArrayList<>();
    to.forEach(
        (name, after) -> {
          ObjectNode before = from.get(name);
          List<MemberChange> members =
              before == null ? List.of() : MemberChange.between(before, after);
          if (!members.isEmpty()) {
            changed.add(new PartChange(name, members));
          }
        });
    return new PartChanges(
        to.keySet().stream().filter(name -> !from.containsKey(name)).toList(),
        from.keySet().stream().filter(name -> !to.containsKey(name)).toList(),
        changed);
  }

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }
}
