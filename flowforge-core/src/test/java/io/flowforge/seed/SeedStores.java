package io.flowforge.seed;

import io.flowforge.Flowforge;
import io.flowforge.mongo.Documents;
import io.flowforge.testing.TestStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;

/** A core on stores of its own, whose whole content can be looked at. */
final class SeedStores implements AutoCloseable {

  private static final List<String> TABLES =
      List.of("\"user\"", "organization", "membership", "request_run", "service_request_event");

  private final TestStores stores = new TestStores();
  private final Flowforge flowforge = Flowforge.open(stores.settings(), InstantSource.system());
  private final Documents documents = Documents.open(stores.mongoUri());

  Flowforge flowforge() {
    return flowforge;
  }

  Seeder seeder() {
    return flowforge.seeder();
  }

  Documents documents() {
    return documents;
  }

  /** Runs a statement on PostgreSQL. */
  int update(String sql) {
    return flowforge.database().inTransaction(tx -> tx.update(sql));
  }

  /** The rows of a query that selects one column, {@code value}. */
  List<String> values(String sql) {
    return flowforge.database().inTransaction(tx -> tx.list(sql, row -> row.text("value")));
  }

  /** Every row and every document, in a stable order, without marks that are written later. */
  List<String> everything() {
    Stream<String> rows =
        TABLES.stream()
            .flatMap(
                table ->
                    values(
                        "SELECT (to_jsonb(t) - 'projected_seq')::text AS value FROM "
                            + table
                            + " t")
                        .stream());
    Stream<String> found =
        Stream.concat(pipelineDocuments().stream(), requestDocuments().stream())
            .map(Document::toJson);
    return Stream.concat(rows, found).sorted().toList();
  }

  List<Document> pipelineDocuments() {
    return documents.onPipelines(pipelines -> pipelines.find().into(new ArrayList<>()));
  }

  List<Document> requestDocuments() {
    return documents.onServiceRequests(requests -> requests.find().into(new ArrayList<>()));
  }

  @Override
  public void close() {
    documents.close();
    flowforge.close();
    stores.close();
  }
}
