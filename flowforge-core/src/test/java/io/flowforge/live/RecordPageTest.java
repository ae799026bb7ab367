package io.flowforge.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.live.RecordPage.Part;
import io.flowforge.live.event.LiveEvent;
import io.flowforge.live.event.LiveEvent.OfLog;
import io.flowforge.live.event.LiveEvent.OfTransition;
import io.flowforge.request.history.HistoryPage.PastTransition;
import io.flowforge.request.log.LoggedRow;
import io.flowforge.request.state.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of transitions and of rows of the log. */
class RecordPageTest {

  private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");

  private final List<PastTransition> transitions = new ArrayList<>();
  private final List<LoggedRow> rows = new ArrayList<>();

  @Test
  void theLastLinesOfAStepComeBeforeItsEnd() {
    transition("CREATE", null, 1, 0);
    transition("START", "a", 1, 1);
    row("a", 1, 2);
    // Its time is read after that of the transition that it is committed with.
    row("a", 1, 6);
    transition("ADVANCE", "a", 1, 5);
    row("b", 1, 7);
    transition("COMPLETE", "b", 1, 8);

    assertThat(order()).isEqualTo("CREATE START a a ADVANCE b COMPLETE");
  }

  @Test
  void theLinesOfAttemptsStandBetweenThem() {
    transition("START", "a", 1, 1);
    row("a", 1, 2);
    transition("RETRY", "a", 1, 3);
    row("a", 1, 4);
    transition("SUSPEND", "a", 1, 5);
    transition("SIGNAL", "a", 1, 6);
    row("a", 1, 7);
    transition("FAIL", "a", 1, 8);
    transition("RESUME", "a", 2, 9);
    row("a", 2, 10);
    transition("COMPLETE", "a", 2, 11);

    assertThat(order()).isEqualTo("START a RETRY a SUSPEND SIGNAL a FAIL RESUME a COMPLETE");
  }

  @Test
  void recordsOfEarlierReleasesAreInTheOrderOfTheirTimes() {
    transition("START", null, 1, 1);
    row("a", 1, 2);
    transition("ADVANCE", null, 1, 3);
    row("b", 1, 4);
    transition("COMPLETE", null, 1, 5);

    assertThat(order()).isEqualTo("START a ADVANCE b COMPLETE");
  }

  /** However long pages are, and wherever a stream is resumed, it goes on as it would have. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aStreamGoesOnInTheSameOrderFromEveryPosition(long seed) {
    var random = new Random(seed);
    String[] names = {"START", "RETRY", "ADVANCE", "SUSPEND", "WAIT", "FAIL", "RESUME", "ADOPT"};
    String[] steps = {"a", "b", "c", ""};
    for (int i = 0; i < 40; i++) {
      String step = steps[random.nextInt(4)];
      int run = 1 + i / 20;
      if (random.nextBoolean()) {
        String name = names[random.nextInt(names.length)];
        transition(name, step.isEmpty() ? null : step, run, random.nextInt(60));
      } else {
        row(step.isEmpty() ? "a" : step, run, random.nextInt(60));
      }
    }
    List<LiveEvent> whole = page(StreamPosition.BEGIN, 100, 100).events();
    assertThat(whole).hasSize(40);

    for (int begin = 0; begin <= whole.size(); begin++) {
      StreamPosition position = StreamPosition.BEGIN;
      for (LiveEvent event : whole.subList(0, begin)) {
        position = RecordPage.moved(position, event);
      }
      List<LiveEvent> resumed = new ArrayList<>(whole.subList(0, begin));
      RecordPage page;
      do {
        page = page(position, 1 + random.nextInt(5), 1 + random.nextInt(5));
        resumed.addAll(page.events());
        position = page.endAfter(position);
      } while (!page.isComplete());
      assertThat(resumed).as("from %d", begin).isEqualTo(whole);
    }
  }

  private RecordPage page(StreamPosition after, int maxTransitions, int maxRows) {
    List<PastTransition> nextTransitions =
        transitions.stream().filter(one -> one.seq() > after.seq()).toList();
    List<LoggedRow> nextRows = rows.stream().filter(one -> one.logId() > after.logId()).toList();
    return RecordPage.merged(
        part(nextTransitions, maxTransitions),
        part(nextRows, maxRows),
        RequestStatus.RUNNING,
        transitions.size());
  }

  private static <T> Part<T> part(List<T> all, int max) {
    return new Part<>(all.subList(0, Math.min(max, all.size())), all.size() > max);
  }

  private String order() {
    List<String> names = new ArrayList<>();
    for (LiveEvent event : page(StreamPosition.BEGIN, 100, 100).events()) {
      switch (event) {
        case OfTransition(PastTransition transition) -> names.add(transition.name());
        case OfLog(LoggedRow row) -> names.add(row.stepName());
        default -> throw new AssertionError(event);
      }
    }
    return String.join(" ", names);
  }

  private void transition(String name, @Nullable String step, int run, int second) {
    transitions.add(
        new PastTransition(
            transitions.size() + 1,
            run,
            name,
            RequestStatus.RUNNING,
            step,
            null,
            "",
            "",
            BEGIN.plusSeconds(second),
            null,
            null,
            List.of()));
  }

  private void row(String step, int run, int second) {
    rows.add(
        new LoggedRow(
            // Numbers of other requests are in between.
            10L + 3L * rows.size(), step, run, BEGIN.plusSeconds(second), List.of("x"), false));
  }
}
