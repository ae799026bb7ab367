package io.flowforge.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Documents whose commands are recorded, so that a test can hold them against version 1 of
 * MongoDB's Stable API, and against the declared indexes. The store of these tests is not a MongoDB
 * and would accept other commands.
 */
public final class WatchedDocuments implements CommandListener, AutoCloseable {

  /**
   * The commands of the Stable API that may be sent, with their fields: those of the <a
   * href="https://www.mongodb.com/docs/manual/reference/stable-api/#stable-api-commands">Stable
   * API</a>, without the fields that it excludes (such as {@code tailable}, {@code max} and {@code
   * min} of find).
   */
  private static final Map<String, Set<String>> COMMANDS =
      Map.of(
          "find",
              Set.of("filter", "sort", "projection", "skip", "limit", "batchSize", "singleBatch"),
          "aggregate", Set.of("pipeline", "cursor"),
          "insert", Set.of("documents", "ordered"),
          "update", Set.of("updates", "ordered"),
          "delete", Set.of("deletes", "ordered"),
          "createIndexes", Set.of("indexes"),
          "getMore", Set.of("collection", "batchSize"),
          "killCursors", Set.of("cursors"),
          "ping", Set.of(),
          "endSessions", Set.of());

  /** The fields that the driver adds to any command. */
  private static final Set<String> GENERIC_FIELDS =
      Set.of(
          "$db",
          "lsid",
          "txnNumber",
          "$clusterTime",
          "$readPreference",
          "readConcern",
          "writeConcern");

  /**
   * The stages and operators that may be sent; not {@code $where}, {@code $text}, {@code $near}.
   */
  private static final Set<String> OPERATORS =
      Set.of(
          "$match", "$group", "$sum", "$and", "$or", "$eq", "$ne", "$in", "$nin", "$lt", "$gt",
          "$exists", "$set");

  /**
   * The options of an index that may be sent; {@code sparse} and {@code background} are excluded.
   */
  private static final Set<String> INDEX_FIELDS = Set.of("key", "name");

  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final List<String> unindexed = new CopyOnWriteArrayList<>();
  private final List<BsonDocument> createdIndexes = new CopyOnWriteArrayList<>();
  private final AtomicInteger commands = new AtomicInteger();
  private final Documents documents;

  public WatchedDocuments(String uri) {
    var address = new ConnectionString(uri);
    documents =
        Documents.open(
            MongoClientSettings.builder(Documents.settings(address, new CompositeMeterRegistry()))
                .addCommandListener(this)
                .build(),
            address.getDatabase() == null ? "flowforge_db" : address.getDatabase());
  }

  public Documents documents() {
    return documents;
  }

  /** Fails if a command was sent that version 1 of the Stable API does not have. */
  public void requireStableApi() {
    assertThat(commands).hasPositiveValue();
    assertThat(violations).as("not in the Stable API").isEmpty();
  }

  /** The queries that no declared index serves, or whose sort order it does not have. */
  public List<String> unindexedQueries() {
    return unindexed;
  }

  /** The keys of the indexes that were created, with their collections. */
  public List<BsonDocument> createdIndexes() {
    return createdIndexes;
  }

  @Override
  public void close() {
    documents.close();
  }

  /** The driver swallows what a listener throws, so problems are only recorded here. */
  @Override
  public void commandStarted(CommandStartedEvent event) {
    commands.incrementAndGet();
    // A copy: the event's own document is gone when the driver has sent it.
    BsonDocument command = BsonDocument.parse(event.getCommand().toJson());
    String name = event.getCommandName();
    Set<String> fields = COMMANDS.get(name);
    if (fields == null) {
      violations.add("command " + command.toJson());
      return;
    }
    for (String field : command.keySet()) {
      if (!field.equals(name) && !fields.contains(field) && !GENERIC_FIELDS.contains(field)) {
        violations.add("field '" + field + "' of " + command.toJson());
      }
    }
    checkParts(name, command);
  }

  private void checkParts(String name, BsonDocument command) {
    BsonDocument none = new BsonDocument();
    String collection = command.get(name) instanceof BsonString text ? text.getValue() : "";
    switch (name) {
      case "find" -> {
        BsonDocument filter = command.getDocument("filter", none);
        checkOperators(filter);
        checkIndex(collection, filter, command.getDocument("sort", none));
      }
      case "aggregate" ->
          command
              .getArray("pipeline")
              .forEach(
                  stage -> {
                    checkOperators(stage);
                    if (stage.asDocument().containsKey("$match")) {
                      checkIndex(collection, stage.asDocument().getDocument("$match"), none);
                    }
                  });
      case "update" ->
          documentsIn(command, "updates")
              .forEach(
                  update -> {
                    checkOperators(update.getDocument("q"));
                    checkIndex(collection, update.getDocument("q"), none);
                    // Values may have any keys; a replacement has no operators.
                    update.getDocument("u").keySet().forEach(this::checkOperator);
                  });
      case "delete" ->
          documentsIn(command, "deletes")
              .forEach(delete -> checkOperators(delete.getDocument("q")));
      case "createIndexes" ->
          documentsIn(command, "indexes").forEach(index -> checkIndex(collection, index));
      default -> {}
    }
  }

  private void checkIndex(String collection, BsonDocument index) {
    if (!INDEX_FIELDS.containsAll(index.keySet())) {
      violations.add("index " + index.toJson());
    }
    index.getDocument("key").values().stream()
        .filter(order -> !order.isNumber())
        .forEach(kind -> violations.add("index of kind " + kind));
    createdIndexes.add(
        new BsonDocument("collection", new BsonString(collection))
            .append("key", index.getDocument("key")));
  }

  private void checkOperators(BsonValue value) {
    if (value instanceof BsonDocument document) {
      document.forEach(
          (name, field) -> {
            checkOperator(name);
            checkOperators(field);
          });
    } else if (value instanceof BsonArray array) {
      array.forEach(this::checkOperators);
    }
  }

  private void checkOperator(String name) {
    if (name.startsWith("$") && !OPERATORS.contains(name)) {
      violations.add("operator " + name);
    }
  }

  private void checkIndex(String collection, BsonDocument filter, BsonDocument sort) {
    List<String> fields = new ArrayList<>();
    collectFields(filter, fields);
    List<Bson> indexes =
        collection.equals("pipelines") ? Documents.PIPELINE_INDEXES : Documents.REQUEST_INDEXES;
    boolean isById = fields.contains("_id") && sort.isEmpty();
    if (!isById
        && indexes.stream().noneMatch(index -> serves(index.toBsonDocument(), fields, sort))) {
      unindexed.add(collection + " " + fields + " sorted by " + sort.toJson());
    }
  }

  /** The fields that every result must match; not those of an alternative. */
  private static void collectFields(BsonDocument filter, List<String> fields) {
    filter.forEach(
        (name, value) -> {
          if (name.equals("$and")) {
            value.asArray().forEach(part -> collectFields(part.asDocument(), fields));
          } else if (!name.startsWith("$")) {
            fields.add(name);
          }
        });
  }

  /**
   * Whether the index begins with fields of the filter and then has the sort order, or its reverse.
   */
  private static boolean serves(BsonDocument index, List<String> fields, BsonDocument sort) {
    List<String> keys = List.copyOf(index.keySet());
    int filtered = keys.size() - sort.size();
    if (filtered < 1 && !sort.isEmpty()) {
      return false;
    }
    boolean hasOrder =
        sort.isEmpty()
            || (keys.subList(filtered, keys.size()).equals(List.copyOf(sort.keySet()))
                && sort.entrySet().stream()
                        .map(
                            order ->
                                index.getNumber(order.getKey()).intValue()
                                    * order.getValue().asNumber().intValue())
                        .distinct()
                        .count()
                    == 1);
    return hasOrder
        && (sort.isEmpty()
            ? fields.contains(keys.getFirst())
            : fields.containsAll(keys.subList(0, filtered)));
  }

  private static List<BsonDocument> documentsIn(BsonDocument command, String field) {
    // Long arrays are sent outside of the command; the driver shows them within it.
    return command.getArray(field, new BsonArray()).stream().map(BsonValue::asDocument).toList();
  }
}
