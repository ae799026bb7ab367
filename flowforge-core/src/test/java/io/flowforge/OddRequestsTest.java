package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.NotFoundException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.adoption.AdoptionReport;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents of requests in which any field holds any kind of value. */
class OddRequestsTest {

  /**
   * Values of every kind that the document store of the tests knows, and some that only look right.
   */
  private static final Map<String, Object> VALUES =
      Map.ofEntries(
          Map.entry("string", "text"),
          Map.entry("number string", "1"),
          Map.entry("zero character", "a\0b"),
          Map.entry("int32", 1),
          Map.entry("int64", 1L),
          Map.entry("large int64", 1L << 40),
          Map.entry("double", 1.0),
          Map.entry("fraction", 1.5),
          Map.entry("NaN", Double.NaN),
          Map.entry("infinity", Double.POSITIVE_INFINITY),
          Map.entry("decimal", Decimal128.parse("1")),
          Map.entry("decimal NaN", Decimal128.NaN),
          Map.entry("truth", true),
          Map.entry("date", Date.from(Instant.ofEpochMilli(0))),
          Map.entry("far date", Date.from(Instant.ofEpochMilli(Long.MAX_VALUE))),
          Map.entry("early date", Date.from(Instant.ofEpochMilli(Long.MIN_VALUE))),
          Map.entry("list", List.of("a")),
          Map.entry("document", new Document("a", 1)),
          Map.entry("ObjectId", new ObjectId()),
          Map.entry("binary", new Binary(new byte[] {1})),
          Map.entry("expression", new BsonRegularExpression("a")),
          Map.entry("timestamp", new BsonTimestamp(1)));

  /** The kinds that each field may have. An absent field or a null is allowed everywhere. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("user_id", Set.of("string", "number string")),
          Map.entry("org_id", Set.of("int32", "int64", "double", "decimal")),
          Map.entry("pipeline_id", Set.of("string", "number string", "ObjectId")),
          Map.entry("pipeline_name", Set.of("string", "number string", "zero character")),
          Map.entry("pipeline_version", Set.of("int32", "int64", "double", "decimal")),
          Map.entry("status", Set.of("string", "number string")),
          Map.entry("created_on", Set.of("date")),
          Map.entry("last_updated", Set.of("date")),
          Map.entry("remarks", Set.of("string", "number string", "zero character")),
          Map.entry("form_data", Set.of("document")));

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final OlderSystem older = new OlderSystem();
  private Flowforge flowforge;
  private World world;
  private Pipeline pipeline;

  @BeforeEach
  void open() {
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
    world = new World(flowforge);
    pipeline = world.pipeline(Pipelines.callApproveCall(target.url()));
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void areReportedAndLeftAloneAndEverythingElseWorks() {
    Map<String, String> odd = new HashMap<>();
    Map<String, String> readable = new HashMap<>();
    Map<String, Document> before = new HashMap<>();
    List<Document> documents = new ArrayList<>();
    for (String field : ALLOWED.keySet()) {
      VALUES.forEach(
          (kind, value) -> {
            Document document = document().append(field, value);
            String id = document.getObjectId("_id").toHexString();
            boolean isAllowed = ALLOWED.getOrDefault(field, Set.of()).contains(kind);
            (isAllowed ? readable : odd).put(id, field + ": " + kind);
            before.put(id, document);
            documents.add(document);
            older.event(id, "s1", "API", "Running");
          });
    }
    OlderSystem.inMongo(stores, "service_requests", documents);
    String good = older.request(world.orgId(), pipeline.id(), "Pending");
    older.event(good, "s1", "API", "Completed").event(good, "s2", "WAIT_FOR_APPROVAL", "Running");
    older.write(stores, flowforge.database());

    AdoptionReport report = flowforge.adoption().preview();
    assertThat(report.unreadable()).containsExactlyInAnyOrderElementsOf(odd.keySet());
    assertThat(report.total()).isEqualTo(readable.size() + 1);
    assertThat(flowforge.adoption().left().unreadable()).hasSameSizeAs(odd.keySet());

    for (String id : odd.keySet()) {
      assertThatExceptionOfType(NotFoundException.class)
          .as(odd.get(id))
          .isThrownBy(() -> flowforge.requests().decisions().cancel(MEMBER, id));
    }
    assertThat(flowforge.adoption().sweep()).isEqualTo(readable.size() + 1);
    assertThat(flowforge.adoption().sweep()).isZero();
    makeStatesLookAbandoned();
    assertThat(flowforge.adoption().sweep()).isZero();

    assertThat(rows()).containsAll(readable.keySet()).doesNotContainAnyElementsOf(odd.keySet());
    odd.forEach(
        (id, kind) ->
            assertThat(OlderSystem.stored(stores, "service_requests", id).toBsonDocument())
                .as(kind)
                .isEqualTo(Objects.requireNonNull(before.get(id)).toBsonDocument()));
    assertThat(
            flowforge
                .requests()
                .reading()
                .listAll(ADMIN, new RequestQuery(world.orgId(), 1, 1_000, Set.of()))
                .requests())
        .extracting(ServiceRequest::id)
        .contains(good)
        .doesNotContainAnyElementsOf(odd.keySet());
    flowforge.requests().decisions().approve(ADMIN, good);
    assertThat(target.calls()).isEmpty();
  }

  /** A document that becomes odd after its adoption, as if somebody had edited it by hand. */
  @Test
  void theRowOfADocumentThatBecomesOddStays() {
    String id = older.request(world.orgId(), pipeline.id(), "Not Started");
    older.write(stores, flowforge.database());
    flowforge.adoption().sweep();
    String own = world.request(pipeline, "{}").id();
    for (String odd : List.of(id, own)) {
      OlderSystem.set(stores, odd, new Document("pipeline_version", "1"));
    }
    makeStatesLookAbandoned();
    flowforge.startWorkers();

    // The reconciler looks at these states every two seconds, and marks them as projected.
    Eventually.eventually(
        () -> number("SELECT count(*) AS n FROM request_run WHERE projected_seq = 0"),
        left -> left == 0);
    assertThat(rows()).contains(id, own);
  }

  private Document document() {
    return new Document("_id", new ObjectId())
        .append("user_id", "auth0|mike")
        .append("org_id", world.orgId())
        .append("pipeline_id", pipeline.id())
        .append("pipeline_name", "old")
        .append("pipeline_version", 1)
        .append("status", "Running")
        .append("created_on", Date.from(Instant.ofEpochMilli(0)))
        .append("last_updated", Date.from(Instant.ofEpochMilli(0)))
        .append("remarks", "")
        .append("form_data", new Document("who", "Mike"));
  }

  /** What the reconciler takes for states whose documents were never written. */
  private void makeStatesLookAbandoned() {
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    """
                    UPDATE request_run SET projected_seq = 0, updated_at = '2024-01-01'
                    WHERE status_seq = 1
                    """));
  }

  private List<String> rows() {
    return flowforge
        .database()
        .inTransaction(
            tx -> tx.list("SELECT request_id FROM request_run", row -> row.text("request_id")));
  }

  private long number(String sql) {
    return flowforge
        .database()
        .inTransaction(tx -> tx.find(sql, row -> row.number("n")).orElseThrow());
  }
}
