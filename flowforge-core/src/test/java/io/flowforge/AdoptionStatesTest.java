package io.flowforge;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every status that a document can have with every history that a call, an approval and a call can
 * have, in the words of all releases. What is expected is written here once more, in strings.
 */
class AdoptionStatesTest {

  private static final List<String> STATUSES =
      List.of(
          "Not Started",
          "Pending",
          "Running",
          "Completed",
          "Failed",
          "Cancelled",
          "Success",
          "Failure",
          "Canceled",
          "Pending Approval");

  /** The histories of a step, with spaces between the events. */
  private static final List<String> HISTORIES =
      List.of(
          "",
          "Not_Started",
          "STEP_NOT_STARTED STEP_STARTED",
          "Not_Started Running Completed",
          "Running Completed Running",
          "Unheard_of");

  private record Case(String status, String call, String approval, String last) {

    private static boolean isCompleted(String history) {
      return history.contains("Completed");
    }

    private static boolean hasBegun(String history) {
      return !history.isEmpty() && !history.equals("Not_Started");
    }

    private String statusAfterwards() {
      String ended =
          Map.of("Success", "Completed", "Failure", "Failed", "Canceled", "Cancelled")
              .getOrDefault(status, status);
      if (Set.of("Completed", "Failed", "Cancelled").contains(ended)) {
        return ended;
      }
      boolean isNew = !hasBegun(call) && !hasBegun(approval) && !hasBegun(last);
      if (isNew && Set.of("Not Started", "Pending").contains(status)) {
        return "Not Started";
      }
      boolean isAtApproval =
          isCompleted(call)
              && !isCompleted(approval)
              && approval.endsWith("STARTED")
              && hasBegun(approval)
              && !hasBegun(last);
      return isAtApproval && Set.of("Pending", "Running").contains(status) ? "Pending" : "Failed";
    }

    private Set<String> callsAfterEverybodyPressed() {
      return switch (statusAfterwards()) {
        case "Not Started" -> Set.of("s1", "s3");
        case "Pending" -> Set.of("s3");
        default -> Set.of();
      };
    }
  }

  @Test
  void nothingButWhatTheRuleAllowsBecomesOfThem() {
    try (var stores = new TestStores();
        var target = new Target();
        var flowforge = Flowforge.open(stores.settings(), InstantSource.system())) {
      var world = new World(flowforge);
      Pipeline pipeline = world.pipeline(Pipelines.callApproveCall(target.url()));
      Map<String, Case> cases = write(stores, flowforge, pipeline);
      assertThat(cases).hasSize(2_160);

      assertThat(flowforge.adoption().preview().total()).isEqualTo(cases.size());
      assertThat(flowforge.adoption().sweep()).isEqualTo(cases.size());
      assertThat(flowforge.adoption().sweep()).isZero();
      Map<String, String> expected =
          cases.entrySet().stream()
              .collect(toMap(Map.Entry::getKey, one -> one.getValue().statusAfterwards()));
      assertThat(states(flowforge)).isEqualTo(expected);

      flowforge.startWorkers();
      Set<String> open =
          expected.entrySet().stream()
              .filter(one -> Set.of("Not Started", "Pending").contains(one.getValue()))
              .map(Map.Entry::getKey)
              .collect(toSet());
      // All that are open, and one in sixteen of the others.
      List<String> pressed =
          cases.keySet().stream().filter(id -> open.contains(id) || id.endsWith("0")).toList();
      pressed.forEach(id -> press(() -> flowforge.requests().decisions().start(MEMBER, id)));
      Eventually.eventually(() -> states(flowforge), now -> !now.containsValue("Running"));
      pressed.forEach(id -> press(() -> flowforge.requests().decisions().approve(ADMIN, id)));
      Eventually.eventually(() -> states(flowforge), now -> !now.containsValue("Running"));

      Map<String, Long> calls =
          target.calls().stream()
              .collect(groupingBy(call -> call.header("Idempotency-key"), counting()));
      assertThat(calls.values()).allMatch(count -> count == 1);
      assertThat(calls.keySet())
          .isEqualTo(
              cases.entrySet().stream()
                  .flatMap(
                      one ->
                          one.getValue().callsAfterEverybodyPressed().stream()
                              .map(step -> one.getKey() + "/" + step + "/1"))
                  .collect(toSet()));
    }
  }

  private static Map<String, Case> write(
      TestStores stores, Flowforge flowforge, Pipeline pipeline) {
    var older = new OlderSystem();
    List<Case> all = new ArrayList<>();
    for (String status : STATUSES) {
      for (String call : HISTORIES) {
        for (String approval : HISTORIES) {
          HISTORIES.forEach(last -> all.add(new Case(status, call, approval, last)));
        }
      }
    }
    Map<String, Case> cases =
        all.stream()
            .collect(
                toMap(
                    one -> {
                      String id = older.request(pipeline.orgId(), pipeline.id(), one.status());
                      add(older, id, "s1", "API", one.call());
                      add(older, id, "s2", "WAIT_FOR_APPROVAL", one.approval());
                      add(older, id, "s3", "API", one.last());
                      return id;
                    },
                    one -> one));
    older.write(stores, flowforge.database());
    return cases;
  }

  private static void add(OlderSystem older, String id, String step, String type, String history) {
    for (String event : history.isEmpty() ? new String[0] : history.split(" ")) {
      older.event(id, step, type, event.startsWith("STEP") ? event : event.replace('_', ' '));
    }
  }

  private static Map<String, String> states(Flowforge flowforge) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                    "SELECT request_id, status FROM request_run",
                    row -> Map.entry(row.text("request_id"), row.text("status"))))
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void press(Runnable button) {
    try {
      button.run();
    } catch (ConflictException e) {
      assertThat(e).hasMessageContaining("cannot be");
    }
  }
}
