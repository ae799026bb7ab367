package io.flowforge.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.Caller;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.testing.Eventually;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What seeding does to stores that are empty, seeded already, or used meanwhile. */
class SeedStoresTest {

  private static final SeedCount NONE = new SeedCount(0, 0, 0);
  private static final Caller OPERATOR = new Caller.Operator("test");

  private SeedStores stores;
  private SeedFiles files;

  @BeforeEach
  void open(@TempDir Path directory) {
    stores = new SeedStores();
    files = SeedFiles.valid(directory);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private SeedReport seed() {
    return stores.seeder().seed(files.directory());
  }

  @Test
  void writesWhatTheFilesSay() {
    assertThat(seed())
        .isEqualTo(
            new SeedReport(
                new SeedCount(3, 0, 0),
                new SeedCount(1, 0, 0),
                new SeedCount(3, 0, 0),
                new SeedCount(1, 0, 0),
                new SeedCount(1, 0, 0)));

    assertThat(
            stores.values(
                "SELECT user_id || ' ' || email || ' ' || name || ' ' || identity_provider AS"
                    + " value FROM \"user\" ORDER BY user_id"))
        .containsExactly(
            "auth0|ada ada@example.com Ada auth0",
            "auth0|mike mike@example.com Mike auth0",
            "auth0|olga olga@example.com Olga auth0");
    assertThat(stores.values("SELECT name || ' ' || owner AS value FROM organization"))
        .containsExactly("Acme auth0|olga");
    assertThat(
            stores.values(
                "SELECT user_id || ' ' || role AS value FROM membership ORDER BY user_id"))
        .containsExactly("auth0|ada Admin", "auth0|mike Member", "auth0|olga Owner");

    Document document = stores.pipelineDocuments().getFirst();
    assertThat(document.getObjectId("_id").toHexString())
        .isEqualTo(StableId.ofPipeline("Acme", "Greet"));
    assertThat(document).containsEntry("user_id", "auth0|olga").containsEntry("version", 1);
    Document request = stores.requestDocuments().getFirst();
    assertThat(request.getObjectId("_id").toHexString())
        .isEqualTo(StableId.ofRequest("Acme", "first"));
    assertThat(request)
        .containsEntry("user_id", "auth0|mike")
        .containsEntry("status", "Not Started")
        .containsEntry("remarks", "please")
        .containsEntry("form_data", new Document("who", "Ann"));
    assertThat(stores.everything()).noneMatch(row -> row.contains("secret-of"));
  }

  @Test
  void aSecondRunChangesNothing() {
    seed();
    List<String> before = stores.everything();
    assertThat(seed())
        .isEqualTo(
            new SeedReport(
                new SeedCount(0, 0, 3),
                new SeedCount(0, 0, 1),
                new SeedCount(0, 0, 3),
                new SeedCount(0, 0, 1),
                new SeedCount(0, 0, 1)));
    assertThat(stores.everything()).isEqualTo(before);
  }

  @Test
  void runsAtTheSameTimeWaitForEachOther() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<SeedReport>> runs = threads.invokeAll(Collections.nCopies(4, this::seed));
      int created = 0;
      for (Future<SeedReport> run : runs) {
        created += run.get().requests().created();
      }
      assertThat(created).isEqualTo(1);
    }
    assertThat(stores.values("SELECT name AS value FROM organization")).containsExactly("Acme");
  }

  @Test
  void usersAloneAreEnough() {
    files.without("org.csv").without("membership.csv");
    files.without("pipelines/greet.json").without("requests/first.json");
    assertThat(seed()).isEqualTo(new SeedReport(new SeedCount(3, 0, 0), NONE, NONE, NONE, NONE));
  }

  @Test
  void readsWhatSpreadsheetsWrite() {
    files.with(
        "user.csv",
        "\uFEFFName, IDP ,email,user_id\r\n\r\n\"Olga \"\"O\"\", Lady\",auth0, olga@example.com"
            + " ,b\\olga\r\n,,,\r\n");
    files.without("org.csv").without("membership.csv");
    files.without("pipelines/greet.json").without("requests/first.json");
    seed();
    assertThat(
            stores.values("SELECT user_id || ' ' || name || ' ' || email AS value FROM \"user\""))
        .containsExactly("auth0|b\\olga Olga \"O\", Lady olga@example.com");
  }

  @Test
  void bringsUpToDateWhatDiffers() {
    seed();
    files.with("user.csv", SeedFiles.USERS.replace("Mike", "Michael").replace("ada@", "ada.b@"));
    files.with("membership.csv", "user,org,role\nada.b@example.com,Acme,Member\n");
    files.with("pipelines/greet.json", SeedFiles.PIPELINE.replace("\"Who\"", "\"Whom\""));
    files.without("requests/first.json");
    SeedReport report = seed();
    assertThat(report.users()).isEqualTo(new SeedCount(0, 2, 1));
    assertThat(report.organizations()).isEqualTo(new SeedCount(0, 0, 1));
    assertThat(report.memberships()).isEqualTo(new SeedCount(0, 1, 1));
    assertThat(report.pipelines()).isEqualTo(new SeedCount(0, 1, 0));
    assertThat(report.requests()).isEqualTo(NONE);
    assertThat(stores.values("SELECT role AS value FROM membership WHERE user_id = 'auth0|mike'"))
        .as("what the files no longer name is left alone")
        .containsExactly("Member");
  }

  @Test
  void makesANewVersionOfAPipelineThatDiffers() {
    seed();
    Document first = stores.pipelineDocuments().getFirst();
    files.with("pipelines/greet.json", SeedFiles.PIPELINE.replace("\"Who\"", "\"Whom\""));

    SeedReport report = seed();

    assertThat(report.pipelines()).isEqualTo(new SeedCount(0, 1, 0));
    Document second = stores.pipelineDocuments().getLast();
    String id = second.getObjectId("_id").toHexString();
    assertThat(report.newVersions())
        .containsExactly("pipelines/greet.json: pipeline 'Greet' has version 2 now, " + id);
    assertThat(stores.pipelineDocuments()).hasSize(2).first().isEqualTo(first);
    assertThat(second)
        .containsEntry("version", 2)
        .containsEntry("prev_version_id", StableId.ofPipeline("Acme", "Greet"));
    assertThat(newest()).isEqualTo(id);

    assertThat(seed().pipelines()).isEqualTo(new SeedCount(0, 0, 1));
    assertThat(stores.pipelineDocuments()).hasSize(2);
    // Back to what the first version says: a third one, because what is newest counts.
    files.with("pipelines/greet.json", SeedFiles.PIPELINE);
    assertThat(seed().pipelines()).isEqualTo(new SeedCount(0, 1, 0));
    assertThat(stores.pipelineDocuments()).hasSize(3);
  }

  /** What a file or an older document leaves out is the default. */
  @Test
  void comparesWhatFilesMeanNotHowTheyAreWritten() {
    seed();
    stores
        .documents()
        .onPipelines(
            pipelines ->
                pipelines.updateMany(
                    new Document(),
                    new Document(
                        "$unset",
                        new Document("prev_version_id", "")
                            .append("steps.0.prev_step_name", "")
                            .append("form.fields.0.description", "")
                            .append("form.fields.0.placeholder", "")
                            .append("form.fields.0.options", ""))));
    List<String> before = stores.everything();
    files.with(
        "pipelines/greet.json",
        SeedFiles.PIPELINE
            .replace("\"n\": 1, \"big\"", "\"n\":  1.0, \"big\"")
            .replace("\"method\": \"POST\", \"url\": \"http://127.0.0.1:8089/greet\",", "")
            .replace(
                "\"parameters\": {",
                "\"next_step_name\": \"\", \"parameters\": {\"url\":"
                    + " \"http://127.0.0.1:8089/greet\", \"method\": \"POST\","));
    assertThat(seed().pipelines()).isEqualTo(new SeedCount(0, 0, 1));
    assertThat(stores.everything()).isEqualTo(before);
  }

  @Test
  void submitsToTheNewestVersion() {
    seed();
    files.with("pipelines/greet.json", SeedFiles.PIPELINE.replace("8089", "8090"));
    files.with("requests/second.json", SeedFiles.REQUEST.replace("first", "second"));
    seed();
    assertThat(stores.requestDocuments())
        .extracting(request -> request.getInteger("pipeline_version"))
        .containsExactlyInAnyOrder(1, 2);
    assertThat(stores.requestDocuments())
        .extracting(request -> request.getString("pipeline_id"))
        .containsExactlyInAnyOrder(StableId.ofPipeline("Acme", "Greet"), newest());
  }

  @Test
  void refusesToChangeAnArchivedPipeline() {
    seed();
    stores.flowforge().pipelineArchive().archive(OPERATOR, StableId.ofPipeline("Acme", "Greet"));
    assertThat(seed().pipelines()).isEqualTo(new SeedCount(0, 0, 1));
    files.with("pipelines/greet.json", SeedFiles.PIPELINE.replace("8089", "8090"));
    refusesAndWritesNothing(
        "pipelines/greet.json: pipeline 'Greet' differs from that in the database, which is"
            + " archived; restore it there, or rename the pipeline");
  }

  @Test
  void refusesNewRequestsOfAnArchivedPipeline() {
    seed();
    stores.flowforge().pipelineArchive().archive(OPERATOR, StableId.ofPipeline("Acme", "Greet"));
    files.with("requests/second.json", SeedFiles.REQUEST.replace("first", "second"));
    refusesAndWritesNothing(
        "pipelines/greet.json: pipeline 'Greet' is archived, but requests/ has a new request of it;"
            + " restore it, or remove the request");
  }

  private String newest() {
    return stores
        .flowforge()
        .pipelineVersions()
        .newestOf(StableId.ofPipeline("Acme", "Greet"))
        .orElseThrow()
        .id();
  }

  @Test
  void twoUsersMaySwapTheirEmails() {
    seed();
    files.with(
        "user.csv",
        SeedFiles.USERS.replace("ada@", "x@").replace("mike@", "ada@").replace("x@", "mike@"));
    files.with("membership.csv", SeedFiles.MEMBERSHIPS);
    assertThat(seed().users()).isEqualTo(new SeedCount(0, 2, 1));
  }

  @Test
  void whatWasDeletedComesBack() {
    seed();
    List<String> before = stores.everything();
    stores.update("UPDATE \"user\" SET deleted = TRUE");
    stores.update("UPDATE organization SET deleted = TRUE");
    stores.update("UPDATE membership SET deleted = TRUE");
    SeedReport report = seed();
    assertThat(report.users()).isEqualTo(new SeedCount(0, 3, 0));
    assertThat(report.organizations()).isEqualTo(new SeedCount(0, 1, 0));
    assertThat(report.memberships()).isEqualTo(new SeedCount(0, 3, 0));
    assertThat(stores.everything()).isEqualTo(before);
  }

  @Test
  void aRequestThatHasMovedOnIsLeftAlone() {
    seed();
    String id = StableId.ofRequest("Acme", "first");
    stores.flowforge().requests().decisions().cancel(OPERATOR, id);
    List<String> before = stores.everything();
    files.with("requests/first.json", SeedFiles.REQUEST.replace("please", "now"));
    assertThat(seed().requests()).isEqualTo(new SeedCount(0, 0, 1));
    assertThat(stores.everything()).isEqualTo(before);
  }

  @Test
  void completesARequestThatACrashLeftBetweenTheStores() {
    seed();
    String id = StableId.ofRequest("Acme", "first");
    stores.flowforge().requests().decisions().cancel(OPERATOR, id);
    stores.documents().onServiceRequests(requests -> requests.deleteMany(new Document()));
    assertThat(seed().requests()).isEqualTo(new SeedCount(1, 0, 0));
    assertThat(stores.flowforge().requests().reading().get(OPERATOR, id).request().status())
        .isEqualTo(RequestStatus.CANCELLED);
    assertThat(stores.requestDocuments().getFirst()).containsEntry("status", "Cancelled");
  }

  @Test
  void completesWhatACrashLeftOutAfterTheRows() {
    seed();
    stores.update("DELETE FROM service_request_event");
    stores.update("DELETE FROM request_run");
    stores.documents().onServiceRequests(requests -> requests.deleteMany(new Document()));
    stores.documents().onPipelines(pipelines -> pipelines.deleteMany(new Document()));
    SeedReport report = seed();
    assertThat(report.users()).isEqualTo(new SeedCount(0, 0, 3));
    assertThat(report.pipelines()).isEqualTo(new SeedCount(1, 0, 0));
    assertThat(report.requests()).isEqualTo(new SeedCount(1, 0, 0));
    assertThat(stores.pipelineDocuments()).hasSize(1);
  }

  @Test
  void refusesTheEmailOfAnotherUser() {
    stores.update(
        """
        INSERT INTO "user" (user_id, name, email, identity_provider, created_on)
        VALUES ('auth0|other', 'Mike', 'MIKE@example.com', 'auth0', now())
        """);
    refusesAndWritesNothing(
        "user.csv:4: e-mail 'mike@example.com' belongs to user 'auth0|other' in the database;"
            + " correct user_id and idp, or delete that user first");
  }

  @Test
  void refusesToTakeBackATransferredOwnership() {
    seed();
    stores.update("UPDATE membership SET role = 'Admin' WHERE user_id = 'auth0|olga'");
    stores.update("UPDATE membership SET role = 'Owner' WHERE user_id = 'auth0|ada'");
    files.with("user.csv", SeedFiles.USERS.replace("Mike", "Michael"));
    refusesAndWritesNothing(
        "org.csv:2: user 'auth0|ada' owns organization 'Acme' in the database; write that user's"
            + " e-mail here, or transfer the ownership there first");
  }

  @Test
  void refusesANameThatTwoOrganizationsHave() {
    seed();
    stores.update(
        "INSERT INTO organization (name, owner, created_on) VALUES ('Acme', 'auth0|ada', now())");
    refusesAndWritesNothing(
        "org.csv:2: the database has 2 organizations named 'Acme'; rename all but one of them"
            + " there");
  }

  @Test
  void refusesToMoveAPipelineAwayFromARenamedOrganization() {
    seed();
    stores.update("UPDATE organization SET name = 'Beta'");
    String orgId = stores.values("SELECT org_id::text AS value FROM organization").getFirst();
    refusesAndWritesNothing(
        "pipelines/greet.json: pipeline 'Greet' belongs to organization "
            + orgId
            + " in the database, which was once named 'Acme'; write its new name in org.csv and"
            + " here, or rename the pipeline");
  }

  /** A request goes through the steps that it was submitted for. */
  @Test
  void changesTheStepsWhileRequestsAreOpen() {
    files.with("pipelines/greet.json", SeedFiles.APPROVED_PIPELINE);
    seed();
    String id = StableId.ofRequest("Acme", "first");
    stores.flowforge().startWorkers();
    stores.flowforge().requests().decisions().start(OPERATOR, id);
    Eventually.eventually(
        () -> stores.requestDocuments().getFirst().getString("status"), "Pending"::equals);

    files.with("pipelines/greet.json", SeedFiles.PIPELINE);
    assertThat(seed().pipelines()).isEqualTo(new SeedCount(0, 1, 0));

    assertThat(stores.flowforge().requests().reading().get(OPERATOR, id).steps()).hasSize(2);
  }

  private void refusesAndWritesNothing(String problem) {
    List<String> before = stores.everything();
    assertThat(files.problems(stores.seeder())).containsExactly(problem);
    assertThat(stores.everything()).isEqualTo(before);
  }
}
