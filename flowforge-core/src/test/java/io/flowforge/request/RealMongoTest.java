package io.flowforge.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.flowforge.mongo.BsonValues;
import io.flowforge.mongo.Documents;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.request.list.ListedRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.JsonText;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Plans of lists on a real MongoDB, as its profiler reports them. Runs only with the address of
 * one, such as {@code FLOWFORGE_TEST_MONGO_URI=mongodb://127.0.0.1:27017}, where it creates and
 * drops a database.
 */
@EnabledIfEnvironmentVariable(named = "FLOWFORGE_TEST_MONGO_URI", matches = "mongodb.*")
class RealMongoTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final String name = "flowforge_test_" + UUID.randomUUID().toString().substring(0, 8);
  private final String server = System.getenv("FLOWFORGE_TEST_MONGO_URI");
  private final MongoClient client = MongoClients.create(server);
  private final MongoDatabase database = client.getDatabase(name);
  private final Documents documents =
      Documents.open(URI.create(server).resolve("/" + name).toString());
  private final ServiceRequestStore requests = new ServiceRequestStore(documents);

  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void fillAndWatch() {
    for (int i = 0; i < 600; i++) {
      ServiceRequest request = request(i);
      requests.add(request, 1);
      ids.add(request.id());
    }
    database.runCommand(new Document("profile", 2));
  }

  @AfterEach
  void drop() {
    database.runCommand(new Document("profile", 0));
    database.drop();
    documents.close();
    client.close();
  }

  @Test
  void aPageOfRequestsIsLookedUpAndAListOfPipelinesIsReadInOrder() {
    List<ListedRequest> page =
        ids.stream()
            .limit(30)
            .map(id -> new ListedRequest(id, RequestStatus.PENDING, NOW, null))
            .toList();
    assertThat(requests.inOrder(page).map(ServiceRequest::id))
        .containsExactlyElementsOf(ids.subList(0, 30));
    new PipelineStore(documents).ofOrganization(1).toList();

    List<Document> queries =
        database
            .getCollection("system.profile")
            .find(Filters.and(Filters.eq("op", "query"), Filters.exists("command.filter")))
            .into(new ArrayList<>());

    assertThat(queries)
        .extracting(query -> query.getString("planSummary"))
        .satisfies(
            plans ->
                assertThat(plans.subList(0, 3))
                    .allSatisfy(plan -> assertThat(plan).contains("_id: 1")),
            plans -> assertThat(plans.get(3)).startsWith("IXSCAN { org_id: 1"));
    assertThat(queries)
        .allSatisfy(
            query ->
                assertThat(query.getBoolean("hasSortStage", false)).as(query.toJson()).isFalse());
  }

  private static ServiceRequest request(int i) {
    RequestStatus[] statuses = RequestStatus.values();
    return new ServiceRequest(
        BsonValues.newId(),
        "u" + i % 7,
        i % 3,
        BsonValues.newId(),
        "p",
        1,
        statuses[i % statuses.length],
        NOW.plusMillis(i),
        NOW.plusMillis(i),
        "",
        JsonText.object("{}"));
  }
}
