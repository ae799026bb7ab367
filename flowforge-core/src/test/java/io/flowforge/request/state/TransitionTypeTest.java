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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionTypeTest {

  /** A row of the table. */
  private record Row(
      RequestStatus from, TransitionType transition, RequestStatus to, boolean callsForWorker) {}

  /** The table of docs/architecture.md, written out again: nobody changes it in passing. */
  private static final Set<Row> TABLE =
      Set.of(
          new Row(NOT_STARTED, TransitionType.START, RUNNING, true),
          new Row(NOT_STARTED, TransitionType.CANCEL, CANCELLED, false),
          new Row(RUNNING, TransitionType.CANCEL, CANCELLED, false),
          new Row(PENDING, TransitionType.CANCEL, CANCELLED, false),
          new Row(RUNNING, TransitionType.WAIT, PENDING, false),
          new Row(RUNNING, TransitionType.ADVANCE, RUNNING, false),
          new Row(RUNNING, TransitionType.RETRY, RUNNING, true),
          new Row(RUNNING, TransitionType.COMPLETE, COMPLETED, false),
          new Row(RUNNING, TransitionType.FAIL, FAILED, false),
          new Row(PENDING, TransitionType.APPROVE, RUNNING, true),
          new Row(PENDING, TransitionType.APPROVE_LAST, COMPLETED, false),
          new Row(PENDING, TransitionType.REJECT, FAILED, false));

  @ParameterizedTest
  @MethodSource("table")
  void allowsWhatIsInTheTable(Row row) {
    assertThat(row.transition().isAllowedFrom(row.from())).isTrue();
    assertThatCode(() -> row.transition().requireAllowedFrom(row.from(), "r1"))
        .doesNotThrowAnyException();
    assertThat(row.transition().to()).isEqualTo(row.to());
    assertThat(row.transition().callsForWorker()).isEqualTo(row.callsForWorker());
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

  @Test
  void theTableHoldsEveryTransition() {
    assertThat(TABLE.stream().map(Row::transition).collect(toSet()))
        .containsExactlyInAnyOrder(TransitionType.values());
  }

  @Test
  void nothingLeavesAnEnd() {
    Set<RequestStatus> left = TABLE.stream().map(Row::from).collect(toSet());

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
