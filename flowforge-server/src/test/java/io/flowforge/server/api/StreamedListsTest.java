package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.identity.User;
import io.flowforge.organization.Membership;
import io.flowforge.organization.Role;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists that are longer than one batch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedListsTest {

  private static final int MANY = 1_100;

  private final AcmeServer server = new AcmeServer();
  private final Client admin = server.as(World.ADMIN);

  @AfterAll
  void close() {
    server.close();
  }

  /** Of the same name but for case, of the same time, and without a name. */
  @Test
  void usersAndMembersComeCompleteAndInOrder() {
    Instant joined = Instant.parse("2020-01-01T00:00:00.123456Z");
    server
        .core
        .database()
        .useTransaction(
            tx -> {
              for (int i = 0; i < MANY; i++) {
                String id = "u|%04d".formatted(i);
                String name = i % 3 == 0 ? "same" : i % 3 == 1 ? "SAME" : "n" + i;
                server.core.users().save(tx, new User(id, id + "@x", name, "x", joined, false));
                server
                    .core
                    .memberships()
                    .save(tx, new Membership(id, server.acme.orgId(), Role.MEMBER, joined, false));
              }
            });

    List<String> users = ids(admin.get("/api/user").json());
    List<String> members =
        ids(
            admin
                .get("/api/organization/" + server.acme.orgId() + "/members")
                .json()
                .path("members"));

    List<String> added = IntStream.range(0, MANY).mapToObj("u|%04d"::formatted).toList();
    assertThat(users).doesNotHaveDuplicates().containsAll(added);
    assertThat(members).doesNotHaveDuplicates().startsWith(added.toArray(String[]::new));
  }

  @Test
  void pipelinesComeCompleteAndInOrder() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      newestFirst.addFirst(
          server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))).id());
    }

    JsonNode list = admin.get("/api/pipeline?org_id=" + server.acme.orgId()).json();

    assertThat(list.findValuesAsText("id")).isEqualTo(newestFirst);
  }

  /** Each of these would be 400 for somebody who may do it. */
  @Test
  void aBodyIsReadOnlyForThoseWhoMayUseIt() {
    String id =
        server
            .acme
            .request(server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval()))), "{}")
            .id();
    String change = "/api/service_request/" + id;
    String reject = change + "/reject";

    assertThat(server.as(World.STRANGER).send("PATCH", change, "nonsense").status()).isEqualTo(404);
    assertThat(server.as(World.ADMIN).send("PATCH", change, "nonsense").status()).isEqualTo(403);
    assertThat(server.as(World.MEMBER).send("PATCH", change, "nonsense").status()).isEqualTo(400);
    assertThat(server.as(World.STRANGER).send("PUT", reject, "nonsense").status()).isEqualTo(404);
    assertThat(server.as(World.MEMBER).send("PUT", reject, "nonsense").status()).isEqualTo(403);
    assertThat(server.as(World.ADMIN).send("PUT", reject, "nonsense").status()).isEqualTo(400);
  }

  private static List<String> ids(JsonNode list) {
    return list.findValuesAsText("user_id");
  }
}
