package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.request.ServiceRequest;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.testing.CountedPostgres;
import io.flowforge.testing.CountedPostgres.Cost;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the calls that front ends poll cost at PostgreSQL, so that it cannot grow unnoticed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallStatementsTest {

  /** More than one, because the server's periodic work is counted, too. */
  private static final int TIMES = 25;

  private CountedPostgres postgres;
  private AcmeServer server;
  private Client member;
  private String request;
  private String list;

  @BeforeAll
  void open() {
    List<CountedPostgres> opened = new ArrayList<>();
    server =
        new AcmeServer(
            stores -> {
              CountedPostgres counted = CountedPostgres.before(stores.postgresUri());
              opened.add(counted);
              return Map.of(
                  "POSTGRES_URI",
                  counted.counting(stores.postgresUri()),
                  "ALLOW_PRIVATE_TARGETS",
                  "true");
            });
    postgres = opened.getFirst();
    member = server.as(World.MEMBER);
    ServiceRequest submitted =
        server.acme.request(
            server.acme.pipeline(Pipelines.chain(List.of(Pipelines.api(server.target.url())))),
            "{\"who\": \"Mike\"}");
    request = "/api/service_request/" + submitted.id();
    list = "/api/service_request?org_id=" + submitted.orgId();
  }

  @AfterAll
  void close() throws IOException {
    server.close();
    postgres.close();
  }

  /** BEGIN travels ahead; limits, query and COMMIT travel together. */
  @Test
  void aLoginIsOneStatement() {
    assertThat(costOf("/api/login")).isEqualTo(new Cost(1, 2));
    assertThat(statementsOf("/api/login")).isEqualTo(4);
  }

  /** The role, and the page with its total. */
  @Test
  void aListIsTwoStatements() {
    assertThat(costOf(list)).isEqualTo(new Cost(1, 3));
    assertThat(statementsOf(list)).isEqualTo(6);
  }

  /** The role, the state, and the events. */
  @Test
  void theStepsOfARequestAreThreeStatements() {
    assertThat(costOf(request + "/steps")).isEqualTo(new Cost(1, 4));
    assertThat(statementsOf(request + "/steps")).isEqualTo(7);
    assertThat(costOf(request)).isEqualTo(new Cost(1, 4));
  }

  private int statementsOf(String path) {
    return postgres.leastStatementsOf(TIMES, () -> get(path));
  }

  private Cost costOf(String path) {
    return postgres.leastOf(TIMES, () -> get(path));
  }

  private void get(String path) {
    assertThat(member.get(path).status()).isEqualTo(200);
  }
}
