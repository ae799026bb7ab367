package io.flowforge.faults.invariant.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.LoadRecord;
import io.flowforge.faults.evidence.StoredState;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.evidence.TargetRecord;
import io.flowforge.faults.invariant.Verdict;
import io.flowforge.faults.view.ViewRecord;
import io.flowforge.faults.view.WatchedOrganization;
import io.flowforge.faults.view.WatchedRequest;
import io.flowforge.faults.view.WatchedRequest.End;
import io.flowforge.faults.view.WatchedRequest.LogName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Starts from evidence of a request that was watched to its end, and of its organization. Each test
 * breaks one thing, and exactly the invariant about it must be violated.
 */
class ViewInvariantsTest {

  private static final LogName LOG = new LogName("s1", 1);

  private final List<JsonNode> history =
      new ArrayList<>(
          List.of(
              transition(1, "CREATE", "Not Started"),
              transition(2, "START", "Running"),
              transition(3, "FAIL", "Failed")));
  private final List<JsonNode> received = new ArrayList<>(history);
  private final List<String> lines = new ArrayList<>(List.of("one", "two"));
  private final Map<LogName, List<String>> logs = new HashMap<>(Map.of(LOG, List.of("one", "two")));
  private final List<End> ends = new ArrayList<>(List.of(new End("Failed", 3)));
  private final Map<String, String> seen = new HashMap<>(Map.of("r", "Failed"));
  private final Map<String, String> stored = new HashMap<>(Map.of("r", "Failed"));
  private boolean isWhole = true;

  @Test
  void allHoldWhenNothingIsWrong() {
    assertThat(violated()).isEmpty();
  }

  @Test
  void aRetryAfterTheEndMayFollow() {
    history.add(transition(4, "RESUME", "Running"));
    assertThat(violated()).isEmpty();
  }

  @Test
  void aGapIsSeen() {
    received.remove(1);
    assertThat(violated()).containsExactly(TransitionsArriveOnce.class);
  }

  @Test
  void aDoubleIsSeen() {
    received.add(1, received.get(1));
    assertThat(violated()).containsExactly(TransitionsArriveOnce.class);
  }

  @Test
  void anotherOrderIsSeen() {
    received.set(0, history.get(1));
    received.set(1, history.get(0));
    assertThat(violated()).containsExactly(TransitionsArriveOnce.class);
  }

  @Test
  void aTransitionThatDiffersFromTheHistoryIsSeen() {
    received.set(1, transition(2, "START", "Pending"));
    assertThat(violated()).containsExactly(TransitionsArriveOnce.class);
  }

  @Test
  void aTransitionThatThereIsNotIsSeen() {
    received.add(transition(4, "RESUME", "Running"));
    assertThat(violated()).containsExactly(TransitionsArriveOnce.class);
  }

  @Test
  void aTransitionThatDoesNotArriveIsSeen() {
    waiting();
    history.add(transition(3, "WAIT", "Pending"));
    assertThat(violated()).containsExactly(TransitionsArriveOnce.class);
    isWhole = false;
    assertThat(violated()).isEmpty();
    isWhole = true;
    received.add(history.getLast());
    assertThat(violated()).isEmpty();
  }

  @Test
  void aLineThatIsMissingIsSeen() {
    lines.removeLast();
    assertThat(violated()).containsExactly(LinesArriveOnce.class);
  }

  @Test
  void aLineThatArrivesTwiceIsSeen() {
    lines.add("two");
    assertThat(violated()).containsExactly(LinesArriveOnce.class);
  }

  @Test
  void aLineOfAnotherLogIsSeen() {
    logs.clear();
    assertThat(violated()).containsExactly(LinesArriveOnce.class);
  }

  @Test
  void aLogOfWhichNothingArrivesIsSeen() {
    logs.put(new LogName("s2", 1), List.of("three"));
    assertThat(violated()).containsExactly(LinesArriveOnce.class);
  }

  @Test
  void ofARequestThatWasLeftTheLastLinesMayBeMissing() {
    waiting();
    lines.removeLast();
    assertThat(violated()).containsExactly(LinesArriveOnce.class);
    isWhole = false;
    assertThat(violated()).isEmpty();
    lines.set(0, "two");
    assertThat(violated()).containsExactly(LinesArriveOnce.class);
  }

  @Test
  void anEarlyEndIsSeen() {
    ends.set(0, new End("Failed", 2));
    assertThat(violated()).containsExactly(StreamsEndWithTheirRequest.class);
  }

  @Test
  void anEndBeforeAnythingIsSeen() {
    ends.set(0, new End("Failed", 0));
    assertThat(violated()).containsExactly(StreamsEndWithTheirRequest.class);
  }

  @Test
  void anEndInAnotherStatusIsSeen() {
    ends.set(0, new End("Completed", 3));
    assertThat(violated()).containsExactly(StreamsEndWithTheirRequest.class);
  }

  @Test
  void anEndThatIsFollowedByAnythingButARetryIsSeen() {
    history.add(transition(4, "APPROVE", "Running"));
    assertThat(violated()).containsExactly(StreamsEndWithTheirRequest.class);
  }

  @Test
  void aStreamThatDoesNotEndIsSeen() {
    ends.clear();
    assertThat(violated()).containsExactly(StreamsEndWithTheirRequest.class);
    isWhole = false;
    assertThat(violated()).isEmpty();
  }

  @Test
  void anOldStatusIsSeen() {
    seen.put("r", "Running");
    assertThat(violated()).containsExactly(OrganizationsAreUpToDate.class);
  }

  @Test
  void aRequestOfWhichAViewerHasNotHeardIsSeen() {
    seen.clear();
    assertThat(violated()).containsExactly(OrganizationsAreUpToDate.class);
  }

  @Test
  void aRequestThatThereIsNotIsSeen() {
    seen.put("other", "Running");
    assertThat(violated()).containsExactly(OrganizationsAreUpToDate.class);
  }

  @Test
  void aRowWithoutADocumentNeedNotBeSeen() {
    stored.put("half", "Not Started");
    assertThat(violated()).isEmpty();
    seen.put("half", "Running");
    assertThat(violated()).containsExactly(OrganizationsAreUpToDate.class);
  }

  /** Takes back the end of the request. */
  private void waiting() {
    history.removeLast();
    received.removeLast();
    ends.clear();
  }

  private static JsonNode transition(long seq, String name, String status) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("seq", seq)
        .put("transition", name)
        .put("status", status);
  }

  private List<Class<?>> violated() {
    var request =
        new WatchedRequest("r", received, Map.of(LOG, lines), ends, isWhole, history, logs);
    var evidence =
        new Evidence(
                new StoredState(
                    Map.of(),
                    List.of(),
                    List.of(),
                    Map.of("r", new StoredDocument("r", "t", "Failed", 3))),
                new TargetRecord(List.of(), List.of()),
                new LoadRecord(List.of(), List.of(), Set.of()),
                List.of(),
                List.of())
            .with(
                new ViewRecord(
                    List.of(request),
                    List.of(new WatchedOrganization("admin", seen, stored, 1)),
                    1));
    List<Class<?>> violated = new ArrayList<>();
    for (Verdict verdict : Verdict.on(evidence, ViewInvariants.ALL)) {
      if (!verdict.holds()) {
        violated.add(verdict.invariant().getClass());
      }
    }
    return violated;
  }
}
