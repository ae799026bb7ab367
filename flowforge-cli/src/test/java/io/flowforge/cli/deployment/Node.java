package io.flowforge.cli.deployment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value in a YAML document. What is not there is a node without a value. */
record Node(@Nullable Object value) {

  /** Returns the value at these keys, one within the other. */
  Node at(String... keys) {
    Node node = this;
    for (String key : keys) {
      node = new Node(node.value instanceof Map<?, ?> map ? map.get(key) : null);
    }
    return node;
  }

  boolean isPresent() {
    return value != null;
  }

  String text() {
    return String.valueOf(value);
  }

  int number() {
    return Integer.parseInt(text());
  }

  Set<String> keys() {
    return map().keySet();
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> map() {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  List<Node> list() {
    return value == null ? List.of() : ((List<?>) value).stream().map(Node::new).toList();
  }

  /** Returns the texts of a list. */
  List<String> texts() {
    return list().stream().map(Node::text).toList();
  }
}
