package io.flowforge.faults.invariant.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.LoadRecord;
import io.flowforge.faults.evidence.StoredState;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import io.flowforge.faults.evidence.TargetRecord;
import io.flowforge.faults.invariant.Verdict;
import io.flowforge.faults.stub.Behaviour;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.FlowRecord;
import io.flowforge.faults.stub.FlowRecord.Answer;
import io.flowforge.faults.stub.FlowRecord.Use;
import io.flowforge.faults.stub.TargetCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Starts from evidence of a correct request for each pipeline. Each test breaks one thing, and
 * exactly the invariant about it must be violated.
 */
class FlowInvariantsTest {

  private static final Instant T = Instant.parse("2026-01-31T08:00:00Z");
  private static final CalledStep FIRST = new CalledStep("t2", "s1");
  private static final CalledStep USER = new CalledStep("t2", "s4");
  private static final CalledStep POLL = new CalledStep("t3", "s2-poll");
  private static final CalledStep DELAYED = new CalledStep("t3", "s4-delayed");
  private static final CalledStep CALLER = new CalledStep("t4", "s1");
  private static final CalledStep CALLED = new CalledStep("t4", "s3");

  private final Map<String, StoredDocument> documents =
      Map.of(
          "outputs", new StoredDocument("outputs", "t2", "Completed", 3),
          "poll", new StoredDocument("poll", "t3", "Completed", 3),
          "callback", new StoredDocument("callback", "t4", "Completed", 3));
  private final List<TransitionRow> transitions = new ArrayList<>();
  private final List<EventRow> events =
      new ArrayList<>(
          List.of(
              new EventRow("poll", 2, "s2-poll", "API", "Completed"),
              new EventRow("callback", 2, "s2-callback", "WAIT_FOR_CALLBACK", "Completed")));
  private final List<TargetCall> calls =
      new ArrayList<>(
          List.of(
              call("outputs", FIRST, 0),
              call("outputs", new CalledStep("t2", "s2-if-even"), 1),
              call("outputs", USER, 2),
              call("poll", POLL, 0),
              call("poll", DELAYED, 4),
              call("callback", CALLER, 0),
              call("callback", CALLED, 3)));
  private final List<Answer> answers =
      new ArrayList<>(
          List.of(
              new Answer(FIRST, "\"one\"", "token-1", T),
              new Answer(POLL, "\"two\"", "token-2", T.plusSeconds(1))));
  private final List<Use> uses =
      new ArrayList<>(
          List.of(
              new Use(USER, "s1", "\"one\"", "token-1"),
              new Use(DELAYED, "s2-poll", "\"two\"", ""),
              new Use(CALLED, "s2-callback", "\"three\"", "")));
  private final List<FlowRecord.Callback> callbacks =
      new ArrayList<>(
          List.of(
              new FlowRecord.Callback(CALLER, "three", 0),
              new FlowRecord.Callback(CALLER, "four", 0),
              new FlowRecord.Callback(CALLER, "three", 503),
              new FlowRecord.Callback(CALLER, "three", 202),
              new FlowRecord.Callback(CALLER, "four", 409)));

  @Test
  void allHoldWhenNothingIsWrong() {
    assertThat(violated()).isEmpty();
  }

  @Test
  void anOutputOfNobodyIsSeen() {
    uses.set(0, new Use(USER, "s1", "\"other\"", "token-1"));
    assertThat(violated()).containsExactly(OutputsArrive.class);
  }

  @Test
  void aSecretOutputOfAnotherResponseIsSeen() {
    answers.add(new Answer(FIRST, "\"again\"", "token-9", T));
    assertThat(violated()).isEmpty();
    uses.set(0, new Use(USER, "s1", "\"one\"", "token-9"));
    assertThat(violated()).containsExactly(OutputsArrive.class);
  }

  @Test
  void anOutputThatChangesWithinARunIsSeen() {
    answers.add(new Answer(FIRST, "\"again\"", "token-9", T));
    uses.add(new Use(USER, "s1", "\"again\"", "token-9"));
    assertThat(violated()).containsExactly(OutputsArrive.class);
  }

  @Test
  void aLaterRunUsesTheLatestOutputs() {
    var later = new CalledStep("t2", "s4", 2);
    uses.add(new Use(later, "s1", "\"one\"", "token-1"));
    assertThat(violated()).isEmpty();
    answers.add(new Answer(new CalledStep("t2", "s1", 2), "\"again\"", "token-9", T));
    assertThat(violated()).containsExactly(OutputsArrive.class);
    uses.set(uses.size() - 1, new Use(later, "s1", "\"again\"", "token-9"));
    assertThat(violated()).isEmpty();
  }

  @Test
  void theBodyOfARefusedCallbackIsSeen() {
    uses.set(2, new Use(CALLED, "s2-callback", "\"four\"", ""));
    assertThat(violated()).containsExactly(OutputsArrive.class);
  }

  @Test
  void aCallOfASkippedStepIsSeen() {
    calls.add(call("outputs", new CalledStep("t2", "s3-if-odd"), 2));
    assertThat(violated()).containsExactly(SkippedStepsAreNotCalled.class);
  }

  @Test
  void aPollThatEndsTooEarlyIsSeen() {
    answers.remove(1);
    uses.remove(1);
    assertThat(violated()).containsExactly(PollsEndWhenDone.class);
  }

  @Test
  void aDelayThatIsCutShortIsSeen() {
    calls.add(call("poll", DELAYED, 2));
    assertThat(violated()).containsExactly(DelaysLast.class);
  }

  @Test
  void aRunThatBeginsBehindTheDelayDoesNotWait() {
    calls.add(call("poll", new CalledStep("t3", "s4-delayed", 2), 0));
    assertThat(violated()).isEmpty();
  }

  @Test
  void aCallbackThatCountsTwiceIsSeen() {
    callbacks.add(new FlowRecord.Callback(CALLER, "three", 202));
    assertThat(violated()).containsExactly(CallbacksCountOnce.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 404, 500})
  void anotherResponseToACallbackIsSeen(int status) {
    callbacks.add(new FlowRecord.Callback(CALLER, "four", status));
    assertThat(violated()).containsExactly(CallbacksCountOnce.class);
  }

  @Test
  void anOldUrlMayBeUnknownAfterARetry() {
    callbacks.add(new FlowRecord.Callback(CALLER, "four", 404));
    transitions.add(new TransitionRow("callback", 9, "RESUME", "Running"));
    assertThat(violated()).isEmpty();
  }

  @Test
  void aStepThatContinuesWithoutACallbackIsSeen() {
    callbacks.clear();
    uses.remove(2);
    assertThat(violated()).containsExactly(CallbacksCountOnce.class);
  }

  private static TargetCall call(String requestId, CalledStep step, int second) {
    String key = requestId + "/" + step.name() + "/" + step.run();
    return new TargetCall(key, step, T.plusSeconds(second), Behaviour.PROMPT);
  }

  private List<Class<?>> violated() {
    var evidence =
        new Evidence(
            new StoredState(Map.of(), transitions, events, documents),
            new TargetRecord(calls, List.of(), new FlowRecord(answers, uses, callbacks)),
            new LoadRecord(List.of(), List.of(), Set.of()),
            List.of(),
            List.of());
    List<Class<?>> violated = new ArrayList<>();
    for (Verdict verdict : Verdict.on(evidence, FlowInvariants.ALL)) {
      if (!verdict.holds()) {
        violated.add(verdict.invariant().getClass());
      }
    }
    return violated;
  }
}
