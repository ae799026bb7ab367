package io.flowforge.step.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.request.callback.CallbackState;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepLog;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.StepProgress;
import io.flowforge.step.StepRequest;
import io.flowforge.testing.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code DELAY}: which times are accepted, and what they mean. */
class DelayStepTest {

  private static final Instant NOW = Instant.parse("2026-03-28T12:00:00Z");
  private static final Duration MAX = Duration.ofDays(10);

  private final DelayStep delay = new DelayStep(new WaitSettings(MAX, Optional.empty()));
  private final List<String> log = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "PT1S, 1",
    "PT90S, 90",
    "PT4H, 14400",
    "PT1H30M, 5400",
    "P3D, 259200",
    "P1DT12H, 129600",
    "P1W, 604800",
    "PT1.5S, 1",
    "P10D, 864000"
  })
  void waitsForADuration(String duration, long seconds) {
    assertThat(suspended("{'for': '%s'}".formatted(duration)).delay().toSeconds())
        .isEqualTo(seconds);
    assertThat(problems("{'for': '%s'}".formatted(duration))).isEmpty();
  }

  /** Among them: the night in which Berlin skips an hour, and the one in which an hour recurs. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-28T13:00:00+01:00,, 2026-03-28T12:00:00Z",
    "2026-03-28T12:00:01Z,, 2026-03-28T12:00:01Z",
    "2026-03-28T12:30Z,, 2026-03-28T12:30:00Z",
    "2026-03-28T20:00:00-05:00,, 2026-03-29T01:00:00Z",
    "2026-03-28T14:00, Europe/Berlin, 2026-03-28T13:00:00Z",
    "2026-03-28T14:00, UTC, 2026-03-28T14:00:00Z",
    "2026-03-29T01:59, Europe/Berlin, 2026-03-29T00:59:00Z",
    "2026-03-29T02:00, Europe/Berlin, 2026-03-29T01:00:00Z",
    "2026-03-29T02:30, Europe/Berlin, 2026-03-29T01:30:00Z",
    "2026-03-29T03:00, Europe/Berlin, 2026-03-29T01:00:00Z",
    "2026-04-05T01:30, Australia/Lord_Howe, 2026-04-04T14:30:00Z",
    "2026-04-05T02:00, Australia/Lord_Howe, 2026-04-04T15:30:00Z",
  })
  void waitsUntilAPointInTime(String until, String zone, Instant expected) {
    String parameters =
        zone == null
            ? "{'until': '%s'}".formatted(until)
            : "{'until': '%s', 'zone': '%s'}".formatted(until, zone);

    assertThat(problems(parameters)).isEmpty();
    assertThat(target(parameters)).isEqualTo(expected);
  }

  /** The first of two equal local times counts: that of summer time. */
  @ParameterizedTest
  @CsvSource({
    "2026-10-25T01:59, 2026-10-24T23:59:00Z",
    "2026-10-25T02:00, 2026-10-25T00:00:00Z",
    "2026-10-25T02:59, 2026-10-25T00:59:00Z",
    "2026-10-25T03:00, 2026-10-25T02:00:00Z"
  })
  void ofALocalTimeThatComesTwiceTheFirstCounts(String until, Instant expected) {
    assertThat(TargetTime.parse(until, "Europe/Berlin")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-03-28T12:00:00Z", "2026-03-28T11:59:59Z", "1999-01-01T00:00:00+14:00"})
  void aTimeThatHasPassedDelaysNothing(String until) throws InterruptedException {
    assertThat(execute("{'until': '%s'}".formatted(until), "{}", null))
        .isEqualTo(new StepOutcome.Completed());
    assertThat(log).singleElement().asString().startsWith("Continues at once: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|no time is given",
        "{'for': 'PT1S', 'until': '2026-01-01T00:00Z'}|both there",
        "{'for': 'PT1S', 'zone': 'UTC'}|parameters.zone: belongs to 'until'",
        "{'for': 5}|parameters.for: must be a string",
        "{'until': ['x']}|parameters.until: must be a string",
        "{'until': '2026-01-01T00:00', 'zone': 1}|parameters.zone: must be a string",
        "{'for': ''}|parameters.for: '' is no duration; write an ISO 8601 duration such as PT90S",
        "{'for': '5 minutes'}|is no duration",
        "{'for': 'pt5m'}|is no duration",
        "{'for': 'PT-5M'}|is no duration",
        "{'for': '-PT5M'}|is no duration",
        "{'for': 'P'}|is no duration",
        "{'for': 'PT'}|is no duration",
        "{'for': 'W'}|is no duration",
        "{'for': 'P1WT1H'}|is no duration",
        "{'for': 'PT1W'}|is no duration",
        "{'for': 'P1M'}|years or months, which differ in length; write days",
        "{'for': 'P1Y2M3D'}|years or months",
        "{'for': 'PT0S'}|is too short; write PT1S or more",
        "{'for': 'PT0.999S'}|is too short",
        "{'for': 'P99999999999999999D'}|is no duration",
        "{'for': 'P99999999999999999W'}|is no duration",
        "{'for': 'PT99999999999999999999999999999999999999999S'}|is no duration",
        "{'until': '2026-03-28'}|is no point in time; write a date and a time",
        "{'until': '2026-02-30T08:00Z'}|is no point in time",
        "{'until': '2026-03-28T25:00Z'}|is no point in time",
        "{'until': 'tomorrow'}|is no point in time",
        "{'until': '2026-03-28T08:00'}|has no offset; add one, such as +01:00, or a 'zone'",
        "{'until': '2026-03-28T08:00Z', 'zone': 'UTC'}|has an offset of its own; remove one",
        "{'until': '2026-03-28T08:00', 'zone': 'Europe/Atlantis'}|is no time zone; write a name",
        "{'until': '2026-03-28T08:00', 'zone': 'CET'}|is no time zone",
        "{'until': '2026-03-28T08:00', 'zone': '+01:00'}|is no time zone",
        "{'until': '2026-03-28T08:00', 'zone': '${where}/x y'}|",
        "{'until': '${when}', 'zone': 'Europe/Atlantis'}|is no time zone"
      })
  void refusesWhatCanNeverWork(String parameters, String problem) {
    if (problem == null) {
      assertThat(problems(parameters)).isEmpty();
    } else {
      assertThat(problems(parameters)).singleElement().asString().contains(problem);
    }
  }

  @Test
  void hasNoPolicy() {
    var policy = new StepPolicy(Duration.ofSeconds(5), null, null);
    assertThat(delay.problemsOf(step("{'for': 'PT5S'}", policy)))
        .singleElement()
        .asString()
        .contains("a delay calls nothing");
  }

  @Test
  void theOperatorLimitsIt() throws InterruptedException {
    assertThat(delay.problemsHere(step("{'for': 'P10D'}"))).isEmpty();
    assertThat(delay.problemsHere(step("{'for': 'P10DT1S'}")))
        .containsExactly(
            "parameters.for: a step may wait for at most 864000 s here, which is the operator's"
                + " maximum (MAX_WAIT_SECONDS)");
    for (String parameters :
        List.of(
            "{'for': 'P11D'}",
            "{'for': 'P300000000D'}",
            "{'until': '2026-04-07T12:00:01Z'}",
            "{'until': '+999999999-01-01T00:00Z'}")) {
      assertThat(execute(parameters, "{}", null))
          .isInstanceOfSatisfying(
              StepOutcome.Failed.class,
              failed -> assertThat(failed.reason()).contains("(MAX_WAIT_SECONDS)"));
    }
  }

  @Test
  void valuesFillInTheTime() throws InterruptedException {
    assertThat(((StepOutcome.Suspended) execute("{'for': 'PT${n}M'}", "{'n': '3'}", null)).delay())
        .isEqualTo(Duration.ofMinutes(3));
    assertThat(
            execute(
                "{'until': '${day}T08:00', 'zone': '${zone}'}",
                "{'day': '2026-03-30', 'zone': 'Europe/Berlin'}",
                null))
        .isEqualTo(
            new StepOutcome.Suspended(
                Duration.between(NOW, Instant.parse("2026-03-30T06:00:00Z")), WaitsFor.TIME, ""));
    assertThat(execute("{'for': 'PT${n}M'}", "{'n': 'three'}", null))
        .isEqualTo(
            new StepOutcome.Failed(
                "parameters.for: 'PTthreeM' is no duration; write an ISO 8601 duration such as"
                    + " PT90S, PT4H, P3D or P2W"));
    assertThat(
            delay.problemsOfValues(
                step("{'for': 'PT${n}M'}"), JsonText.object("{\"n\": \"three\"}")))
        .singleElement()
        .asString()
        .startsWith("parameters.for: 'PTthreeM'");
    // What is not known yet is left to the execution.
    assertThat(delay.problemsOfValues(step("{'for': 'PT${n}M'}"), JsonText.object("{}"))).isEmpty();
  }

  /** The time that was decided first counts, whatever the parameters would say now. */
  @ParameterizedTest
  @ValueSource(longs = {-3_600_000, -1, 0, 1, 3_600_000})
  void itsContinuationGoesByTheTimeThatWasDecidedFirst(long millis) throws InterruptedException {
    var wait =
        new StepWait(WaitsFor.TIME, NOW.minusSeconds(60), NOW.plusMillis(millis), false, 0, "");

    assertThat(execute("{'for': 'P5D'}", "{}", wait))
        .isEqualTo(
            millis > 0
                ? new StepOutcome.Suspended(Duration.ofMillis(millis), WaitsFor.TIME, "")
                : new StepOutcome.Completed());
  }

  private Instant target(String parameters) {
    try {
      return switch (execute(parameters, "{}", null)) {
        case StepOutcome.Suspended suspended -> NOW.plus(suspended.delay());
        case StepOutcome.Completed _ -> NOW;
        case StepOutcome other -> throw new AssertionError(other);
      };
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private StepOutcome.Suspended suspended(String parameters) {
    try {
      return (StepOutcome.Suspended) execute(parameters, "{}", null);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private StepOutcome execute(String parameters, String formData, @Nullable StepWait suspension)
      throws InterruptedException {
    return delay.execute(
        new StepContext(
            step(parameters),
            new PlaceholderValues(JsonText.object(formData.replace('\'', '"'))),
            StepSecrets.NONE,
            new StepRequest("r", 1, 1, "u"),
            "r/s/1",
            1,
            Duration.ofMinutes(1),
            new StepProgress(NOW, suspension, new CallbackState.NotIssued()),
            new StepLog() {
              @Override
              public void info(String text) {
                log.add(text);
              }

              @Override
              public void error(String text) {
                log.add(text);
              }
            }));
  }

  private List<String> problems(String parameters) {
    return delay.problemsOf(step(parameters));
  }

  private static Step step(String parameters) {
    return step(parameters, StepPolicy.DEFAULT);
  }

  private static Step step(String parameters, StepPolicy policy) {
    return new Step(
        "s", "DELAY", "", "", JsonText.object(parameters.replace('\'', '"')), true, policy);
  }
}
