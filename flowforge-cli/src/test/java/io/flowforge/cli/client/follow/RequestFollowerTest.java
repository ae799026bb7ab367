package io.flowforge.cli.client.follow;

import static io.flowforge.cli.client.follow.ScriptedServer.chunk;
import static io.flowforge.cli.client.follow.ScriptedServer.end;
import static io.flowforge.cli.client.follow.ScriptedServer.head;
import static io.flowforge.cli.client.follow.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.connection.ConnectionChoice;
import io.flowforge.cli.connection.Connections;
import io.flowforge.cli.folders.ProjectFolders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see does not depend on what becomes of the stream. */
class RequestFollowerTest {

  private static final String OUTPUT =
      """
      s1: Running
        [s1] one
        [s1] two
        [s1] drüi
      s1: Completed
      s2: Running
        [s2] four
      s2: Completed
      """;

  /** Long enough that no silence is noticed by chance, and no time is lost before a retry. */
  private static final StreamPatience QUICK =
      patience(Duration.ofMinutes(1), Duration.ofMinutes(1));

  /** As quick, and it leaves no burst before its end. */
  private static final StreamPatience TO_THE_END =
      new StreamPatience(
          QUICK.firstByte(),
          QUICK.silence(),
          QUICK.retry(),
          QUICK.longestRetry(),
          QUICK.noRoom(),
          QUICK.heldBack(),
          QUICK.outage(),
          Duration.ofMinutes(1));

  private Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private Script script = Script.usual();

  private static StreamPatience patience(Duration firstByte, Duration silence) {
    return new StreamPatience(
        firstByte,
        silence,
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofHours(1),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        Duration.ofMillis(50));
  }

  /** The output, and how the request ended; empty if the time was over. */
  private record Followed(String output, Optional<JsonNode> end, ScriptedServer server) {}

  @BeforeEach
  void useFolder(@TempDir Path directory) {
    folder = directory;
  }

  @AfterEach
  void release() {
    end.countDown();
  }

  @Test
  void printsWhatTheStreamBringsWithoutLooking() throws Exception {
    Followed followed =
        follow(
            (out, _, lastEventId) -> {
              script.happen(script.size());
              head(out);
              chunk(out, script.stream(lastEventId));
              end(out);
            });

    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.end().orElseThrow().path("service_request").path("status").asText())
        .isEqualTo("Completed");
    assertThat(followed.server().lastEventIds()).containsExactly("");
    assertThat(followed.server().calls()).containsExactly("history", "r", "events", "r");
  }

  @Test
  void theOutputIsTheSameWhereverTheStreamBreaks() throws Exception {
    byte[] whole = script.stream("").getBytes(UTF_8);
    for (int cut = 0; cut <= whole.length; cut++) {
      script = Script.usual();
      int bytes = cut;
      Followed followed =
          follow(
              (out, number, lastEventId) -> {
                script.happen(number == 1 ? script.countIn(whole, bytes) : script.size());
                head(out);
                byte[] rest = script.stream(lastEventId).getBytes(UTF_8);
                chunk(out, rest, 0, number == 1 ? bytes : rest.length);
                // A connection that breaks may take with it what has arrived.
                end(out);
              });
      assertThat(followed.output()).as("cut after %d bytes", cut).isEqualTo(OUTPUT);
    }
  }

  @Test
  void nothingIsDoubledOrLostWhenLooksAreAheadOfTheStream() throws Exception {
    byte[] whole = script.stream("").getBytes(UTF_8);
    for (int cut = 0; cut <= whole.length; cut += 13) {
      for (int ahead = 1; ahead < script.size(); ahead++) {
        script = Script.usual();
        int bytes = cut;
        int known = ahead;
        Followed followed =
            follow(
                (out, number, lastEventId) -> {
                  int sent = script.countIn(whole, bytes);
                  script.happen(number == 1 ? Math.max(known, sent) : script.size());
                  head(out);
                  byte[] rest = script.stream(lastEventId).getBytes(UTF_8);
                  chunk(out, rest, 0, number == 1 ? bytes : rest.length);
                });
        // A step of which the looks see only the end has no line about its beginning.
        assertThat(OUTPUT.lines().toList())
            .as("cut after %d bytes, %d happened", cut, ahead)
            .containsSubsequence(followed.output().lines().toList());
        assertThat(followed.output().lines().toList())
            .containsSubsequence(
                "  [s1] one", "  [s1] two", "  [s1] drüi", "s1: Completed", "  [s2] four")
            .endsWith("s2: Completed");
      }
    }
  }

  @Test
  void whatIsSentTwiceIsPrintedOnce() throws Exception {
    Followed followed =
        follow(
            (out, number, _) -> {
              script.happen(number < 3 ? 2 * number : script.size());
              head(out);
              List<Script.Entry> all = script.after("");
              for (Script.Entry entry : number < 3 ? all.subList(0, 2 * number) : all) {
                chunk(out, entry.text());
                chunk(out, entry.text());
              }
              if (number == 3) {
                chunk(out, script.stream(""));
              }
              end(out);
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.server().lastEventIds()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "404, ''",
    "403, ''",
    "405, ''",
    "503, 'Retry-After: 3600'",
    "503, ''",
    "502, ''",
    "401, ''",
    "302, 'Location: /elsewhere'",
    "503, 'Retry-After: soon'"
  })
  void looksDoWhereThereIsNoStream(int status, String header) throws Exception {
    String headers = header.isEmpty() ? "" : header + "\r\n";
    Followed followed = followWithLooks(QUICK, (out, _, _) -> status(out, status, headers));

    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.server().lastEventIds()).as("asked once").hasSize(1);
  }

  @Test
  void asksAgainWhenTheServerSaysThatItMayHaveRoom() throws Exception {
    Followed followed =
        follow(
            (out, number, lastEventId) -> {
              if (number == 1) {
                status(out, 503, "Retry-After: 0\r\n");
              } else {
                script.happen(script.size());
                head(out);
                chunk(out, script.stream(lastEventId));
                end(out);
              }
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.server().lastEventIds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Welcome to the hotel</html>",
        "event: transition\nid: 2.0\ndata: {\n\n",
        "event: transition\nid: two\ndata: {\"seq\": 2}\n\n",
        "event: transition\nid: 2.-1\ndata: {}\n\n",
        "event: transition\ndata: {}\n\n",
        "event: log\nid: 9999999999999999999.1\ndata: {}\n\n",
        "event: close\ndata: nothing\n\n",
        "event: reset\ndata: {}\n\n"
      })
  void looksDoWhereTheStreamIsGarbage(String garbage) throws Exception {
    Followed followed =
        followWithLooks(
            QUICK,
            (out, _, _) -> {
              head(out);
              chunk(out, garbage);
              end(out);
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
  }

  @Test
  void anEventWithoutEndIsNotReadForEver() throws Exception {
    String megabyte = "data: " + "x".repeat(1 << 20);
    Followed followed =
        followWithLooks(
            QUICK,
            (out, _, _) -> {
              head(out);
              while (true) {
                chunk(out, megabyte);
              }
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.server().lastEventIds()).hasSize(1);
  }

  @Test
  void looksGoOnWhereTheHeadOfTheStreamIsHeldBack() throws Exception {
    Followed followed =
        followWithLooks(
            patience(Duration.ofMillis(300), Duration.ofMinutes(1)), (_, _, _) -> await(end));
    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.server().lastEventIds()).hasSize(1);
  }

  @Test
  void looksGoOnWhereTheStreamIsHeldBack() throws Exception {
    Followed followed =
        followWithLooks(
            patience(Duration.ofMillis(300), Duration.ofMinutes(1)),
            (out, _, _) -> {
              head(out);
              await(end);
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
  }

  @Test
  void connectsAgainWhenNothingComesAnyMore() throws Exception {
    Followed followed =
        follow(
            patience(Duration.ofMinutes(1), Duration.ofMillis(200)),
            Duration.ZERO,
            (out, number, lastEventId) -> {
              head(out);
              if (number == 1) {
                script.happen(3);
                script.after("").subList(0, 3).forEach(entry -> send(out, entry));
                await(end);
              } else {
                script.happen(script.size());
                chunk(out, script.stream(lastEventId));
                end(out);
              }
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.server().lastEventIds()).startsWith("").hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit", "stopping", "expired", "slow", "of a later version"})
  void comesBackAfterTheServerHasClosed(String reason) throws Exception {
    Followed followed =
        follow(
            (out, number, lastEventId) -> {
              head(out);
              if (number == 1) {
                script.happen(5);
                script.after("").subList(0, 5).forEach(entry -> send(out, entry));
                chunk(out, "event: close\ndata: {\"reason\": \"%s\"}\n\n".formatted(reason));
                end(out);
              } else {
                script.happen(script.size());
                chunk(out, script.stream(lastEventId));
                end(out);
              }
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
    assertThat(followed.server().lastEventIds()).containsExactly("", "3.2");
  }

  @Test
  void doesNotComeBackWhenItMayNotSeeTheRequestAnyMore() throws Exception {
    Followed followed =
        followWithLooks(
            QUICK,
            (out, _, _) -> {
              head(out);
              chunk(out, "event: close\ndata: {\"reason\": \"forbidden\"}\n\n");
              end(out);
            });
    assertThat(followed.server().lastEventIds()).hasSize(1);
  }

  @Test
  void anEndThatComesTooEarlyIsNotBelieved() throws Exception {
    Followed followed =
        follow(
            (out, number, lastEventId) -> {
              head(out);
              if (number == 1) {
                script.happen(2);
                script.after("").subList(0, 2).forEach(entry -> send(out, entry));
                chunk(out, "event: end\ndata: {\"request_status\": \"Completed\"}\n\n");
                end(out);
              } else {
                script.happen(script.size());
                chunk(out, script.stream(lastEventId));
                end(out);
              }
            });
    assertThat(followed.output()).isEqualTo(OUTPUT);
  }

  @Test
  void endsWhenTheRequestWaitsAlthoughTheStreamGoesOn() throws Exception {
    script =
        new Script()
            .transition("CREATE", "Not Started", "s1", "Not Started", "s2", "Not Started")
            .transition("START", "Running", "s1", "Running")
            .transition("WAIT", "Pending", "s1", "Completed", "s2", "Running");
    script.happen(1);
    Followed followed =
        follow(
            (out, _, lastEventId) -> {
              script.happen(script.size());
              head(out);
              script.after(lastEventId).forEach(entry -> send(out, entry));
              await(end);
            });
    assertThat(followed.output()).isEqualTo("s1: Running\ns1: Completed\ns2: Running\n");
    assertThat(followed.end()).isPresent();
  }

  @Test
  void aRejectionHasItsName() throws Exception {
    script =
        new Script()
            .transition("CREATE", "Not Started", "s1", "Not Started")
            .transition("WAIT", "Running", "s1", "Running")
            .log("s1", "[s1] Rejected by Ada")
            .transition("REJECT", "Failed", "s1", "Failed");
    script.happen(1);
    assertThat(
            follow(
                    (out, _, lastEventId) -> {
                      script.happen(script.size());
                      head(out);
                      chunk(out, script.stream(lastEventId));
                      end(out);
                    })
                .output())
        .isEqualTo("s1: Running\n  [s1] Rejected by Ada\ns1: Rejected\n");
  }

  @Test
  void onlyTheLatestRunIsPrinted() throws Exception {
    script = retried();
    script.happen(9);
    Followed followed =
        follow(
            (out, _, lastEventId) -> {
              script.happen(script.size());
              head(out);
              chunk(out, script.stream(lastEventId));
              end(out);
            });
    assertThat(followed.output())
        .isEqualTo(
            """
              [s1] one
            s1: Completed
            s2: Running
              [s2] begins again
              [s2] works now
            s2: Completed
            """);
  }

  @Test
  void aRetryThatTheStreamBringsBeginsTheLogAgain() throws Exception {
    script = retried();
    script.happen(1);
    Followed followed =
        follow(
            TO_THE_END,
            Duration.ZERO,
            (out, _, lastEventId) -> {
              script.happen(script.size());
              head(out);
              chunk(out, script.stream(lastEventId));
              end(out);
            });
    assertThat(followed.output())
        .isEqualTo(
            """
            s1: Running
              [s1] one
            s1: Completed
            s2: Running
              [s2] fails
            s2: Failed
            s2: Running
              [s2] begins again
              [s2] works now
            s2: Completed
            """);
  }

  private static Script retried() {
    return new Script()
        .transition("CREATE", "Not Started", "s1", "Not Started", "s2", "Not Started")
        .transition("START", "Running", "s1", "Running")
        .log("s1", "[s1] one")
        .transition("ADVANCE", "Running", "s1", "Completed", "s2", "Running")
        .log("s2", "[s2] fails")
        .transition("FAIL", "Failed", "s2", "Failed")
        .transition("RESUME", "Running", "s2", "Not Started", "s2", "Running")
        .log("s2", "[s2] begins again")
        .transition("RETRY", "Running")
        .log("s2", "[s2] works now")
        .transition("COMPLETE", "Completed", "s2", "Completed");
  }

  @Test
  void theTimeoutEndsAStreamThatGoesOn() throws Exception {
    Followed followed =
        follow(
            QUICK,
            Duration.ofSeconds(1),
            (out, _, _) -> {
              script.happen(2);
              head(out);
              script.after("").subList(0, 2).forEach(entry -> send(out, entry));
              await(end);
            });
    assertThat(followed.end()).isEmpty();
    assertThat("s1: Running\n").startsWith(followed.output());
  }

  /** The end never comes, and there is always another event. */
  @Test
  void endsInTimeAlthoughTheStreamHasMore() throws Exception {
    Followed followed =
        follow(
            QUICK,
            Duration.ofMillis(500),
            (out, _, _) -> {
              head(out);
              for (int row = 1; true; row++) {
                chunk(
                    out,
                    "event: log\nid: 2.%d\ndata: {\"step_name\":\"s1\",\"run\":1,\"lines\":[\"x\"]}\n\n"
                        .formatted(row));
              }
            });
    assertThat(followed.end()).isEmpty();
  }

  @Test
  void theLinesOfOneStepComeFromTheStream() throws Exception {
    var out = new StringWriter();
    try (var server = new ScriptedServer(script);
        Connection connection = connection(server)) {
      server.answerStreams(
          (stream, _, lastEventId) -> {
            script.happen(script.size());
            head(stream);
            chunk(stream, script.stream(lastEventId));
          });
      var requests = new RequestClient(connection.api());
      var progress =
          RequestProgress.ofLines(requests, new PrintWriter(out, true), Optional.of("s1"));
      var _ = follower(requests, progress, QUICK).follow("r", Duration.ZERO);
    }
    assertThat(out.toString().lines()).containsExactly("[s1] one", "[s1] two", "[s1] drüi");
  }

  private Followed follow(ScriptedServer.StreamAnswer answer) throws Exception {
    return follow(QUICK, Duration.ZERO, answer);
  }

  /** Follows a request of which one thing happens between two looks. */
  private Followed followWithLooks(StreamPatience patience, ScriptedServer.StreamAnswer answer)
      throws Exception {
    try (var server = new ScriptedServer(script)) {
      server.letLooksAdvance();
      return follow(server, patience, Duration.ZERO, answer);
    }
  }

  private Followed follow(
      StreamPatience patience, Duration timeout, ScriptedServer.StreamAnswer answer)
      throws Exception {
    try (var server = new ScriptedServer(script)) {
      return follow(server, patience, timeout, answer);
    }
  }

  private Followed follow(
      ScriptedServer server,
      StreamPatience patience,
      Duration timeout,
      ScriptedServer.StreamAnswer answer)
      throws Exception {
    server.answerStreams(answer);
    var out = new StringWriter();
    try (Connection connection = connection(server)) {
      var requests = new RequestClient(connection.api());
      var progress = RequestProgress.ofSteps(requests, new PrintWriter(out, true));
      Optional<JsonNode> details = follower(requests, progress, patience).follow("r", timeout);
      return new Followed(out.toString().replace("\r\n", "\n"), details, server);
    }
  }

  private static RequestFollower follower(
      RequestClient requests, RequestProgress progress, StreamPatience patience) {
    return new RequestFollower(
        requests, progress, new PrintWriter(new StringWriter(), true), patience);
  }

  private Connection connection(ScriptedServer server) {
    Map<String, String> environment =
        Map.of(
            "FLOWFORGE_SERVER", server.url(),
            "FLOWFORGE_TOKEN", "token",
            "FLOWFORGE_CONFIG_HOME", folder.toString());
    return new Connections(environment, new ProjectFolders(folder))
        .open(
            new ConnectionChoice(Optional.empty(), false, Optional.empty(), Optional.empty()),
            _ -> {});
  }

  private static void send(OutputStream out, Script.Entry entry) {
    try {
      chunk(out, entry.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
