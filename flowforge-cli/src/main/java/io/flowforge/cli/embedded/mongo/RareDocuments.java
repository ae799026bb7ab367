package io.flowforge.cli.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Documents of which there are few or none, and which sweeps look for again and again.
 *
 * @param filter finds them, among all documents
 * @param contains whether a document is one of them
 * @param suffices whether documents that meet the conditions are all among them
 */
record RareDocuments(
    Document filter, Predicate<Document> contains, Predicate<QueryConditions> suffices) {

  /** Those that lack the field, or where it is null. */
  static RareDocuments without(String field) {
    return new RareDocuments(
        isNull(field),
        document -> document.get(field) == null,
        conditions -> conditions.has(field, RareDocuments::isAbsent));
  }

  /** Those where two fields differ, or are both missing. */
  static RareDocuments withDifferent(String field, String other) {
    var differ = new Document("$expr", new Document("$ne", List.of("$" + field, "$" + other)));
    return new RareDocuments(
        new Document("$or", List.of(isNull(field), differ)),
        document ->
            document.get(field) == null
                || !Objects.equals(document.get(field), document.get(other)),
        conditions -> differ(conditions, field, other));
  }

  private static boolean differ(QueryConditions conditions, String field, String other) {
    return conditions.has(field, RareDocuments::isAbsent)
        || conditions.has(
            field,
            value ->
                value instanceof String
                    && conditions.has(other, of -> Map.of("$ne", value).equals(of)))
        || conditions.hasAlternatives(part -> differ(part, field, other));
  }

  private static boolean isAbsent(@Nullable Object value) {
    return value == null || Map.of("$exists", false).equals(value);
  }

  private static Document isNull(String field) {
    return new Document(field, null);
  }
}
