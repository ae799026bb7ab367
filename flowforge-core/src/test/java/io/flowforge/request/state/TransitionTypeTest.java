package io.flowforge.request.state;

import static io.flowforge.request.state.RequestStatus.CANCELLED;
import static io.flowforge.request.state.RequestStatus.COMPLETED;
import static io.flowforge.request.state.RequestStatus.FAILED;
import static io.flowforge.request.state.RequestStatus.NOT_STARTED;
import static io.flowforge.request.state.RequestStatus.PENDING;
import static io.flowforge.request.state.RequestStatus.RUNNING;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionTypeTest {

  /** A row of the table, written out for one status. */
  private record Row(
      RequestStatus from,
      TransitionType transition,
      RequestStatus to,
      @Nullable StepStatus stepEndsAs,
      Begins begins,
      boolean queuesWork) {

    boolean isSuspendedAfter() {
      return transition == TransitionType.SUSPEND || transition == TransitionType.SIGNAL;
    }

    boolean isAtApprovalOnly() {
      return AT_APPROVAL.contains(transition);
    }
  }

  private static final Set<TransitionType> AT_APPROVAL =
      Set.of(
          TransitionType.WAIT,
          TransitionType.APPROVE,
          TransitionType.APPROVE_LAST,
          TransitionType.REJECT);

  private enum Begins {
    NOTHING,
    ATTEMPT,
    STEP
  }

  /** The table once more, so that nobody changes it by accident. */
  private static final Set<Row> TABLE =
      Set.of(
          new Row(NOT_STARTED, TransitionType.START, RUNNING, null, Begins.STEP, true),
          new Row(NOT_STARTED, TransitionType.CANCEL, CANCELLED, null, Begins.NOTHING, false),
          ending(RUNNING, TransitionType.CANCEL, CANCELLED, StepStatus.CANCELLED),
          ending(PENDING, TransitionType.CANCEL, CANCELLED, StepStatus.CANCELLED),
          new Row(RUNNING, TransitionType.WAIT, PENDING, null, Begins.NOTHING, false),
          new Row(
              RUNNING, TransitionType.ADVANCE, RUNNING, StepStatus.COMPLETED, Begins.STEP, false),
          new Row(RUNNING, TransitionType.RETRY, RUNNING, null, Begins.ATTEMPT, true),
          new Row(RUNNING, TransitionType.SUSPEND, RUNNING, null, Begins.NOTHING, true),
          new Row(RUNNING, TransitionType.SIGNAL, RUNNING, null, Begins.NOTHING, true),
          ending(RUNNING, TransitionType.COMPLETE, COMPLETED, StepStatus.COMPLETED),
          ending(RUNNING, TransitionType.FAIL, FAILED, StepStatus.FAILED),
          ending(RUNNING, TransitionType.HALT, FAILED, StepStatus.COMPLETED),
          new Row(
              PENDING, TransitionType.APPROVE, RUNNING, StepStatus.COMPLETED, Begins.STEP, true),
          ending(PENDING, TransitionType.APPROVE_LAST, COMPLETED, StepStatus.COMPLETED),
          ending(PENDING, TransitionType.REJECT, FAILED, StepStatus.FAILED),
          new Row(FAILED, TransitionType.RESUME, RUNNING, null, Begins.STEP, true));

  private static Row ending(
      RequestStatus from, TransitionType transition, RequestStatus to, StepStatus stepEndsAs) {
    return new Row(from, transition, to, stepEndsAs, Begins.NOTHING, false);
  }

  @ParameterizedTest
  @MethodSource("table")
  void allowsWhatIsInTheTable(Row row) {
    assertThat(row.transition().isAllowedFrom(row.from())).isTrue();
    assertThatCode(() -> row.transition().requireAllowedFrom(row.from(), "r1"))
        .doesNotThrowAnyException();
    assertThat(row.transition().to()).isEqualTo(row.to());
    assertThat(row.transition().stepEndsAs(row.from()))
        .isEqualTo(Optional.ofNullable(row.stepEndsAs()));
    assertThat(row.transition().beginsStep()).isEqualTo(row.begins() == Begins.STEP);
    assertThat(row.transition().beginsAttempt()).isEqualTo(row.begins() == Begins.ATTEMPT);
    assertThat(row.transition().queuesWork()).isEqualTo(row.queuesWork());
  }

  /** Status, step events and position of the request, as they follow from the row. */
  @ParameterizedTest
  @MethodSource("table")
  void whatATransitionWritesFollowsFromItsRow(Row row) {
    var transition =
        new Transition(
            row.transition(),
            new Transition.StepRef("s1", "API"),
            new Transition.StepRef("s2", "WAIT_FOR_APPROVAL"),
            Duration.ZERO,
            Duration.ofSeconds(1));
    var before =
        new ExecutionState(
            "r1", 1, row.from(), "s1", 3, Duration.ofSeconds(5), 7, 6, 5, 2, Instant.EPOCH);
    List<StepChange> expected = new ArrayList<>();
    if (row.stepEndsAs() != null) {
      expected.add(new StepChange("s1", "API", row.stepEndsAs()));
    }
    if (row.begins() == Begins.STEP) {
      expected.add(new StepChange("s2", "WAIT_FOR_APPROVAL", StepStatus.RUNNING));
    }

    assertThat(transition.stepChangesFrom(row.from())).isEqualTo(expected);
    ExecutionState after = before.after(transition, Instant.MAX);
    assertThat(after)
        .isEqualTo(
            new ExecutionState(
                "r1",
                1,
                row.to(),
                "s2",
                switch (row.begins()) {
                  case NOTHING -> 3;
                  case ATTEMPT -> 4;
                  case STEP -> 1;
                },
                Duration.ofSeconds(row.begins() == Begins.STEP ? 0 : 6),
                8,
                row.from() == row.to() ? 6 : 8,
                row.queuesWork() ? 8 : 5,
                2,
                Instant.MAX,
                row.transition() == TransitionType.RESUME ? 2 : 1,
                null,
                row.isSuspendedAfter()));
  }

  @ParameterizedTest
  @EnumSource
  void refusesAllElseAndNamesTheState(TransitionType transition) {
    EnumSet<RequestStatus> refused = EnumSet.allOf(RequestStatus.class);
    TABLE.stream()
        .filter(row -> row.transition() == transition)
        .forEach(row -> refused.remove(row.from()));

    for (RequestStatus status : refused) {
      assertThat(transition.isAllowedFrom(status)).isFalse();
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> transition.requireAllowedFrom(status, "r1"))
          .withMessageMatching(
              "service request r1 is " + status.label() + " and cannot be [a-z ]+");
    }
  }

  /** Whatever the status says: only an approval can wait for, and get, a decision. */
  @ParameterizedTest
  @MethodSource("table")
  void decisionsNeedAnApproval(Row row) {
    ExecutionState state = stateIn(row.from(), row.transition() == TransitionType.SIGNAL);
    for (String type : List.of("API", "WAIT_FOR_APPROVAL", "")) {
      var step = new Transition.StepRef("s1", type);
      var transition = new Transition(row.transition(), step, step, Duration.ZERO, Duration.ZERO);
      if (!row.isAtApprovalOnly() || type.equals("WAIT_FOR_APPROVAL")) {
        assertThatCode(() -> transition.requireAllowedIn(state)).doesNotThrowAnyException();
      } else {
        assertThatExceptionOfType(ConflictException.class)
            .isThrownBy(() -> transition.requireAllowedIn(state))
            .withMessageMatching(
                "service request r1 is at step 's1', which is not an approval, and cannot be [a-z ]+");
      }
    }
  }

  /** A step that is not suspended is under way, or is queued, and needs no signal. */
  @ParameterizedTest
  @EnumSource
  void aSignalNeedsASuspendedStep(TransitionType transition) {
    var step = new Transition.StepRef("s1", "WAIT_FOR_APPROVAL");
    var moved = new Transition(transition, step, step, Duration.ZERO, Duration.ZERO);
    for (RequestStatus from : RequestStatus.values()) {
      if (!transition.isAllowedFrom(from)) {
        continue;
      }
      assertThatCode(() -> moved.requireAllowedIn(stateIn(from, true))).doesNotThrowAnyException();
      if (transition == TransitionType.SIGNAL) {
        assertThatExceptionOfType(ConflictException.class)
            .isThrownBy(() -> moved.requireAllowedIn(stateIn(from, false)))
            .withMessage(
                "service request r1 is at step 's1', which is not suspended, and cannot be"
                    + " continued by a signal");
      } else {
        assertThatCode(() -> moved.requireAllowedIn(stateIn(from, false)))
            .doesNotThrowAnyException();
      }
    }
  }

  private static ExecutionState stateIn(RequestStatus status, boolean isSuspended) {
    return new ExecutionState(
        "r1", 1, status, "s1", 1, Duration.ZERO, 1, 1, 1, 1, Instant.EPOCH, 1, null, isSuspended);
  }

  @Test
  void theTableHoldsEveryTransition() {
    assertThat(TABLE.stream().map(Row::transition).collect(toSet()))
        .containsExactlyInAnyOrder(TransitionType.values());
  }

  @Test
  void nothingButARetryLeavesAnEnd() {
    Set<RequestStatus> left =
        TABLE.stream()
            .filter(row -> row.transition() != TransitionType.RESUME)
            .map(Row::from)
            .collect(toSet());

    assertThat(RequestStatus.values())
        .allSatisfy(status -> assertThat(status.isEnd()).isEqualTo(!left.contains(status)));
  }

  @Test
  void statusesAreSpelledAsClientsKnowThem() {
    assertThat(Arrays.stream(RequestStatus.values()).map(RequestStatus::label))
        .containsExactlyInAnyOrder(
            "Not Started", "Running", "Pending", "Failed", "Cancelled", "Completed");
    assertThat(Arrays.stream(StepStatus.values()).map(StepStatus::label))
        .containsExactlyInAnyOrder("Not Started", "Running", "Failed", "Cancelled", "Completed");
    assertThat(RequestStatus.values())
        .allSatisfy(status -> assertThat(RequestStatus.of(status.label())).contains(status));
    assertThat(RequestStatus.of("running")).isEmpty();
  }

  static Stream<Row> table() {
    return TABLE.stream();
  }
}
