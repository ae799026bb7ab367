package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What all documents that a filter finds have in common.
 *
 * @param all the conditions, those within {@code $and} included
 */
record QueryConditions(List<Map.Entry<String, Object>> all) {

  /** Reads a filter as the library represents it. */
  static QueryConditions of(Document filter) {
    List<Map.Entry<String, Object>> all = new ArrayList<>();
    collect(filter, all);
    return new QueryConditions(all);
  }

  private static void collect(Document filter, List<Map.Entry<String, Object>> all) {
    for (Map.Entry<String, Object> condition : filter.entrySet()) {
      if (condition.getKey().equals("$and")) {
        parts(condition.getValue()).forEach(part -> collect(part, all));
      } else {
        all.add(condition);
      }
    }
  }

  private static List<Document> parts(Object value) {
    return value instanceof Collection<?> parts
        ? parts.stream().filter(Document.class::isInstance).map(Document.class::cast).toList()
        : List.of();
  }

  /** Returns the first condition on a field, as a filter of its own. */
  Optional<Document> on(String field) {
    return all.stream()
        .filter(condition -> condition.getKey().equals(field))
        .findFirst()
        .map(condition -> new Document(field, condition.getValue()));
  }

  /** Returns whether a condition on the field is that value or expression. */
  boolean has(String field, Predicate<Object> value) {
    return all.stream()
        .anyMatch(
            condition -> condition.getKey().equals(field) && value.test(condition.getValue()));
  }

  /** Returns whether there is an {@code $or} of which each alternative passes. */
  boolean hasAlternatives(Predicate<QueryConditions> each) {
    return all.stream()
        .filter(condition -> condition.getKey().equals("$or"))
        .map(condition -> parts(condition.getValue()))
        .anyMatch(
            parts -> !parts.isEmpty() && parts.stream().map(QueryConditions::of).allMatch(each));
  }
}
