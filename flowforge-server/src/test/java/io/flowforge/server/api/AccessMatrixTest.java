package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.server.testing.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every route with every kind of caller; {@code access-matrix.csv} has the expected statuses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {

  private static final List<String> CALLERS =
      List.of(
          "no token",
          "broken token",
          "newcomer",
          "stranger",
          "Member",
          "requester",
          "Admin",
          "Owner",
          "foreign Admin");

  private final AcmeServer server = new AcmeServer();
  private final Map<String, List<Integer>> rows = rows();

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void everyRouteHasARowAndEveryRowARoute() {
    assertThat(rows.keySet())
        .containsExactlyInAnyOrderElementsOf(RecordedRoutes.described(server.core));
  }

  @TestFactory
  Stream<DynamicTest> everyCallerGetsTheAnswerOfTheTable() {
    return rows.entrySet().stream()
        .flatMap(
            row ->
                Stream.iterate(0, i -> i < CALLERS.size(), i -> i + 1)
                    .map(i -> cell(row.getKey(), CALLERS.get(i), row.getValue().get(i))));
  }

  /** On a fixture of its own, so that no cell depends on what another one changed. */
  private DynamicTest cell(String route, String caller, int expected) {
    return DynamicTest.dynamicTest(
        route + " as " + caller + ": " + expected,
        () -> {
          var fixture = new MatrixFixture(server);
          if (route.endsWith("/approve") || route.endsWith("/reject")) {
            fixture.awaitApproval();
          } else if (route.endsWith("/retry")) {
            fixture.fail();
          }
          if (route.startsWith("DELETE") && route.endsWith("/secrets/{name}")) {
            fixture.setSecret();
          }
          String[] methodAndPath = route.split(" ", 2);

          if (route.endsWith("/events") && expected == 200) {
            // It does not end by itself.
            try (var stream =
                EventReader.open(fixture.client(caller), fixture.path(methodAndPath[1]))) {
              assertThat(stream.status()).isEqualTo(expected);
            }
            return;
          }
          Answer answer =
              fixture
                  .client(caller)
                  .send(methodAndPath[0], fixture.path(methodAndPath[1]), fixture.body(route));

          assertThat(answer.status()).as(answer.response().body()).isEqualTo(expected);
          if (expected >= 400) {
            assertThat(answer.json().path("code").intValue()).isEqualTo(expected);
            assertThat(answer.message()).isNotBlank();
          }
        });
  }

  private static Map<String, List<Integer>> rows() {
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    List<String> lines = lines();
    assertThat(cells(header(lines))).isEqualTo(CALLERS);
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String route = line.split(",", 2)[0].strip().replaceAll(" +", " ");
        List<Integer> statuses = cells(line).stream().map(Integer::valueOf).toList();
        assertThat(statuses).as(route).hasSameSizeAs(CALLERS);
        assertThat(rows.put(route, statuses)).as("two rows for " + route).isNull();
      }
    }
    return rows;
  }

  /** The last line of the comment names the columns. */
  private static String header(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("#")).toList().getLast();
  }

  private static List<String> cells(String line) {
    return Stream.of(line.split(",", -1)).skip(1).map(String::strip).toList();
  }

  private static List<String> lines() {
    try (InputStream table =
        Objects.requireNonNull(AccessMatrixTest.class.getResourceAsStream("/access-matrix.csv"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
