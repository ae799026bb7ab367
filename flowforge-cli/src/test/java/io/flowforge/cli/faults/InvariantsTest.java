package io.flowforge.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.faults.Conversation.Refusal;
import io.flowforge.cli.faults.CountingTarget.Effect;
import io.flowforge.cli.faults.Evidence.Event;
import io.flowforge.cli.faults.Evidence.Run;
import io.flowforge.cli.faults.Evidence.Sighting;
import io.flowforge.cli.faults.Evidence.Span;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import io.flowforge.cli.faults.Evidence.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Evidence of two requests with which nothing is wrong, one that completed and one that was
 * cancelled; each test makes one thing wrong, and exactly the invariant that is about it sees it.
 */
class InvariantsTest {

  private static final Instant T = Instant.parse("2026-01-31T08:00:00Z");

  private final Map<String, Run> runs =
      new HashMap<>(
          Map.of(
              "done", new Run("done", "Completed", 3, 3),
              "cancelled", new Run("cancelled", "Cancelled", 3, 3)));
  private final List<Transition> transitions =
      new ArrayList<>(
          List.of(
              new Transition("done", 1, "CREATE", "Not Started"),
              new Transition("done", 2, "START", "Running"),
              new Transition("done", 3, "COMPLETE", "Completed"),
              new Transition("cancelled", 1, "CREATE", "Not Started"),
              new Transition("cancelled", 2, "START", "Running"),
              new Transition("cancelled", 3, "CANCEL", "Cancelled")));
  private final List<Event> events =
      new ArrayList<>(
          List.of(
              new Event("done", 1, "s1", "API", "Not Started"),
              new Event("done", 2, "s1", "API", "Running"),
              new Event("done", 3, "s1", "API", "Completed"),
              new Event("cancelled", 1, "s1", "API", "Not Started"),
              new Event("cancelled", 2, "s1", "API", "Running"),
              new Event("cancelled", 3, "s1", "API", "Cancelled")));
  private final Map<String, StoredDocument> documents =
      new HashMap<>(
          Map.of(
              "done", new StoredDocument("done", "t1", "Completed", 3),
              "cancelled", new StoredDocument("cancelled", "t2", "Cancelled", 3)));
  private final List<TargetCall> calls =
      new ArrayList<>(
          List.of(
              new TargetCall("done/s1/1", "t1", "s1", T, Behaviour.PROMPT),
              new TargetCall("done/s1/1", "t1", "s1", T.plusSeconds(8), Behaviour.PROMPT),
              new TargetCall("cancelled/s1/1", "t2", "s1", T.plusSeconds(1), Behaviour.SLOW)));
  private final List<Effect> effects =
      new ArrayList<>(
          List.of(new Effect("done/s1/1", "t1", "s1"), new Effect("cancelled/s1/1", "t2", "s1")));
  private final List<Accepted> accepted =
      new ArrayList<>(
          List.of(
              new Accepted("done", Action.CREATE, T),
              new Accepted("done", Action.START, T),
              new Accepted("cancelled", Action.CREATE, T),
              new Accepted("cancelled", Action.START, T),
              new Accepted("cancelled", Action.CANCEL, T)));
  private final List<Refusal> refusals =
      new ArrayList<>(
          List.of(
              new Refusal("PUT /", 409, false, "it has ended"),
              new Refusal("PUT /", 503, true, "come back later")));
  private final List<Sighting> sightings = new ArrayList<>();
  private final List<Span> freezes = new ArrayList<>();

  @Test
  void allHoldWhenNothingIsWrong() {
    assertThat(violated()).isEmpty();
  }

  @Test
  void aRequestThatStillRunsIsSeen() {
    runs.put("done", new Run("done", "Running", 3, 3));
    documents.put("done", new StoredDocument("done", "t1", "Running", 3));
    assertThat(violated()).containsExactly(EveryRequestEndsOrWaits.class);
  }

  @Test
  void aRequestMayWaitOnlyWhenNobodyIsToDecideIt() {
    runs.put("left", new Run("left", "Pending", 1, 1));
    transitions.add(new Transition("left", 1, "WAIT", "Pending"));
    assertThat(violated()).isEmpty();
    runs.put("forgotten", new Run("forgotten", "Pending", 1, 1));
    transitions.add(new Transition("forgotten", 1, "WAIT", "Pending"));
    assertThat(violated()).containsExactly(EveryRequestEndsOrWaits.class);
  }

  @Test
  void aRequestThatWasStartedAndIsNotIsSeen() {
    accepted.add(new Accepted("late", Action.START, T));
    runs.put("late", new Run("late", "Not Started", 1, 1));
    transitions.add(new Transition("late", 1, "CREATE", "Not Started"));
    assertThat(violated())
        .containsExactlyInAnyOrder(EveryRequestEndsOrWaits.class, NoPromiseIsForgotten.class);
  }

  @Test
  void aRequestThatIsGoneIsSeen() {
    accepted.add(new Accepted("gone", Action.CREATE, T));
    assertThat(violated())
        .containsExactlyInAnyOrder(
            EveryRequestEndsOrWaits.class, NoPromiseIsForgotten.class, DocumentsFollow.class);
  }

  @Test
  void anApprovalThatDidNotTakePlaceIsSeen() {
    accepted.add(new Accepted("done", Action.APPROVE, T));
    assertThat(violated()).containsExactly(NoPromiseIsForgotten.class);
  }

  @Test
  void aSecondCompletionIsSeen() {
    events.add(new Event("done", 3, "s1", "API", "Completed"));
    assertThat(violated()).containsExactly(NoStepCompletesTwice.class);
  }

  @Test
  void aStepMayFailOnlyByItsTargetOrAnAdmin() {
    events.removeIf(each -> each.requestId().equals("done") && each.seq() == 3);
    events.add(new Event("done", 3, "s1", "API", "Failed"));
    assertThat(violated()).containsExactly(OnlyTargetsFailRequests.class);
    calls.add(new TargetCall("done/s1/1", "t1", "s1", T, Behaviour.REFUSES));
    assertThat(violated()).isEmpty();
    calls.removeLast();
    transitions.remove(new Transition("done", 3, "COMPLETE", "Completed"));
    transitions.add(new Transition("done", 3, "REJECT", "Failed"));
    assertThat(violated()).isEmpty();
  }

  @Test
  void anEventAfterTheEndIsSeen() {
    runs.put("cancelled", new Run("cancelled", "Cancelled", 4, 3));
    transitions.add(new Transition("cancelled", 4, "ADVANCE", "Running"));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
    events.add(new Event("cancelled", 4, "s2", "API", "Running"));
    assertThat(new NothingStartsAfterTheEnd().violations(evidence())).hasSize(2);
  }

  @Test
  void aStepThatStartsTogetherWithTheEndIsSeen() {
    events.add(new Event("cancelled", 3, "s2", "API", "Running"));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
  }

  @Test
  void aFirstCallLongAfterTheEndIsSeenUnlessAProcessWasFrozen() {
    calls.add(new TargetCall("cancelled/s2/1", "t2", "s2", T.plusSeconds(5), Behaviour.PROMPT));
    assertThat(violated()).containsExactly(NothingStartsAfterTheEnd.class);
    freezes.add(new Span(T.minusSeconds(5), T.plusSeconds(4)));
    assertThat(violated()).isEmpty();
  }

  @Test
  void aGapInTheNumbersIsSeen() {
    transitions.removeIf(each -> each.requestId().equals("done") && each.seq() == 2);
    assertThat(violated())
        .containsExactlyInAnyOrder(SequencesAreDense.class, NoPromiseIsForgotten.class);
  }

  @Test
  void anEventWithoutItsTransitionIsSeen() {
    events.add(new Event("done", 0, "s1", "API", "Running"));
    assertThat(violated()).containsExactly(SequencesAreDense.class);
  }

  @Test
  void aCompletionWithoutEffectIsSeen() {
    effects.removeIf(effect -> effect.ticket().equals("t1"));
    assertThat(violated()).containsExactly(EveryCompletedStepWasCalled.class);
  }

  @Test
  void aSecondKeyIsSeen() {
    calls.add(new TargetCall("done/s1/2", "t1", "s1", T, Behaviour.PROMPT));
    assertThat(violated()).containsExactly(AllCallsOfAStepCarryOneKey.class);
  }

  @Test
  void aKeyOfTwoStepsIsSeen() {
    calls.add(new TargetCall("done/s1/1", "t1", "s2", T, Behaviour.PROMPT));
    assertThat(violated()).containsExactly(AllCallsOfAStepCarryOneKey.class);
  }

  @Test
  void aSecondEffectIsSeen() {
    effects.add(new Effect("done/s1/2", "t1", "s1"));
    assertThat(violated()).containsExactly(OneEffectPerStep.class);
  }

  @Test
  void aDocumentThatLagsBehindIsSeen() {
    documents.put("done", new StoredDocument("done", "t1", "Running", 2));
    assertThat(violated()).containsExactly(DocumentsFollow.class);
  }

  @Test
  void aDocumentWithoutARunIsSeen() {
    documents.put("lonely", new StoredDocument("lonely", "t3", "Not Started", 1));
    assertThat(violated()).containsExactly(DocumentsFollow.class);
  }

  @Test
  void aSightingIsSeen() {
    sightings.add(new Sighting("done", "Running without an entry", T));
    assertThat(violated()).containsExactly(RunningRequestsHaveWork.class);
  }

  @Test
  void anErrorOfTheServerIsSeen() {
    refusals.add(new Refusal("PUT /", 500, false, "something went wrong"));
    assertThat(violated()).containsExactly(RefusalsAreHonest.class);
  }

  @Test
  void aRefusalThatDoesNotSayWhenToComeBackIsSeen() {
    refusals.add(new Refusal("PUT /", 503, false, "come back some day"));
    assertThat(violated()).containsExactly(RefusalsAreHonest.class);
  }

  private List<Class<?>> violated() {
    List<Class<?>> violated = new ArrayList<>();
    for (Verdict verdict : Verdict.on(evidence())) {
      if (!verdict.holds()) {
        violated.add(verdict.invariant().getClass());
      }
    }
    return violated;
  }

  private Evidence evidence() {
    return new Evidence(
        runs,
        transitions,
        events,
        documents,
        calls,
        effects,
        accepted,
        refusals,
        Set.of("left"),
        sightings,
        freezes);
  }
}
