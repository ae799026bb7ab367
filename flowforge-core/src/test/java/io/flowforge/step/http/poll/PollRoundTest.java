package io.flowforge.step.http.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.json.Json;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.request.callback.CallbackState;
import io.flowforge.request.suspension.StepWait;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepLog;
import io.flowforge.step.StepProgress;
import io.flowforge.step.StepRequest;
import io.flowforge.step.http.output.JsonBody;
import io.flowforge.testing.JsonText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PollRoundTest {

  private static final Instant BEGIN = Instant.parse("2026-01-31T08:00:00Z");
  private static final URI URL = URI.create("http://h/call");

  private static final Polling POLLING =
      new Polling("response.status == 201", "", Duration.ofSeconds(10), Duration.ofDays(10));

  private static final StepLog NO_LOG =
      new StepLog() {
        @Override
        public void info(String text) {}

        @Override
        public void error(String text) {}
      };

  /** Each has another status code than the one before. */
  @Test
  void tenThousandLooksLogAFewLinesAndNoteNoMoreThanOne() {
    int lines = 0;
    int longest = 0;
    StepWait wait = null;
    Instant now = BEGIN;
    for (int look = 0; look < 10_000; look++) {
      var again = (PollVerdict.LookAgain) verdict(now, wait, look % 2 == 0 ? 200 : 203);
      lines += again.line().isEmpty() ? 0 : 1;
      longest = Math.max(longest, again.suspended().memo().length());
      now = now.plus(again.suspended().delay());
      wait =
          new StepWait(
              again.suspended().waitsFor(), BEGIN, now, false, look, again.suspended().memo());
    }

    assertThat(verdict(now, wait, 201))
        .isEqualTo(new PollVerdict.Done("Done after 10000 looks: response status"));
    assertThat(lines).isLessThanOrEqualTo(PollRound.MAX_LINES + 2);
    assertThat(longest).isLessThan(100);
    assertThat(now).isEqualTo(BEGIN.plusSeconds(100_000));
  }

  private static PollVerdict verdict(Instant now, @Nullable StepWait wait, int status) {
    var context =
        new StepContext(
            new Step("s", "API", "", "", JsonText.object("{}"), true, StepPolicy.DEFAULT),
            new PlaceholderValues(JsonText.object("{}")),
            StepSecrets.NONE,
            new StepRequest("r", 1, 1, "u"),
            "r/s/1",
            1,
            Duration.ofMinutes(1),
            new StepProgress(now, wait, new CallbackState.NotIssued()),
            NO_LOG);
    return new PollRound(POLLING, context, "GET", URL)
        .after(
            new PolledResponse(
                status,
                List.of(),
                new JsonBody(null, List.of(), Json.mapper()),
                URL,
                null,
                Duration.ZERO,
                _ -> false));
  }
}
