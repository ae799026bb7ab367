package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists of requests page by page, while requests are added. */
class RequestPagesTest {

  private final AcmeServer server = new AcmeServer();
  private final Client member = server.as(World.MEMBER);
  private final Pipeline pipeline =
      server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval())));
  private final String list = "/api/service_request?page_size=2&org_id=" + server.acme.orgId();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void goingOnBehindTheLastRequestSeesEachOnceAndTheCountIsThatOfAll() {
    List<String> old = IntStream.range(0, 5).mapToObj(_ -> submit()).toList().reversed();
    List<String> seen = new ArrayList<>();
    JsonNode page = member.get(list).json();
    int count = old.size();

    while (!page.path("data").isEmpty()) {
      page.path("data").forEach(request -> seen.add(request.path("id").asText()));
      // Who sees one again would go on for ever.
      assertThat(seen).doesNotHaveDuplicates();
      assertThat(page.path("metadata").path("total_count").asInt()).isEqualTo(count);
      submit();
      count++;
      page = member.get(list + "&before=" + seen.getLast()).json();
    }

    assertThat(seen).isEqualTo(old);
  }

  @Test
  void aRequestOfSomebodyElseIsNoneToGoOnBehind() {
    String id = submit();

    Answer answer =
        server
            .as(World.ADMIN)
            .get("/api/service_request?org_id=" + server.acme.orgId() + "&before=" + id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("before must be the id of a request of this list");
  }

  @Test
  void aRepeatedFilterIsMergedAndALargePageIsOnePage() {
    IntStream.range(0, 12).forEach(_ -> submit());
    String all = "/api/service_request?org_id=" + server.acme.orgId();

    assertThat(member.get(all + "&page_size=1000").json().path("data")).hasSize(12);
    assertThat(member.get(all + "&page_size=1001&page=1&page=1").json().path("data")).hasSize(12);
    assertThat(member.get(all + "&page_size=2147483647").json().path("data")).hasSize(12);
    assertThat(total(all + "&status=Running&status=Not%20Started")).isEqualTo(12);
    assertThat(total(all + "&status=Running,Failed&status=Completed")).isZero();
  }

  private int total(String path) {
    return member.get(path).json().path("metadata").path("total_count").asInt();
  }

  private String submit() {
    ServiceRequest request = server.acme.request(pipeline, "{}");
    return request.id();
  }
}
