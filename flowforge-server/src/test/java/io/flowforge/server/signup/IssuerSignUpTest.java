package io.flowforge.server.signup;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.signup.ScriptedIssuer.Reply;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.CountingListener;
import io.flowforge.server.testing.LogLines;
import io.flowforge.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing up where the issuer has no Management API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerSignUpTest {

  private static final String EMAIL = "\"email\": \"x@example.com\", \"email_verified\": true";
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final SignUpCore stores = new SignUpCore();
  private final SignUpServer server = new SignUpServer(stores.core, ScriptedIssuer.usual());

  @AfterAll
  void close() {
    server.close();
    stores.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"name\": \" Nan Name \", \"nickname\": \"n\"; Nan Name",
        "\"given_name\": \"Gil\", \"family_name\": \"Fam\", \"preferred_username\": \"p\"; Gil Fam",
        "\"given_name\": \"Gil\"; Gil",
        "\"family_name\": \"Fam\", \"name\": \"\"; Fam",
        "\"preferred_username\": \"pref\", \"nickname\": \"nick\"; pref",
        "\"nickname\": \"nick\", \"name\": 7; nick",
        "\"name\": \"\\u200b\", \"nickname\": \"a\\nb\"; x@example.com",
        "\"x\": 1; x@example.com",
      })
  void theNameIsTheBestThatTheIssuerHas(String claims, String name) {
    String person = "named|" + claims.hashCode();
    server.issuer.userinfo(person, EMAIL + ", " + claims);

    assertThat(server.signUp(token(person)).json().path("name").asText()).isEqualTo(name);
  }

  @Test
  void aNameThatIsTooLongIsNotTaken() {
    server.issuer.userinfo(
        "long|1", EMAIL + ", \"name\": \"%s\", \"nickname\": \"n\"".formatted("a".repeat(201)));

    assertThat(server.signUp(token("long|1")).json().path("name").asText()).isEqualTo("n");
  }

  @Test
  void peopleMayChooseAnotherName() {
    server.issuer.userinfo("chosen|1", EMAIL + ", \"name\": \"Provider\"");
    Client person = server.as(token("chosen|1"));

    assertThat(person.post("/api/user", "{\"name\": \" \"}").status()).isEqualTo(400);
    assertThat(person.post("/api/user", "{\"name\": \"Mine\"}").json().path("name").asText())
        .isEqualTo("Mine");
    // The user exists: nobody is asked, and nothing changes.
    int asked = server.issuer.calls("/userinfo").size();
    assertThat(person.post("/api/user", "{}").json().path("name").asText()).isEqualTo("Mine");
    assertThat(server.issuer.calls("/userinfo")).hasSize(asked);
  }

  /** An unverified address is no user's, and a verified one does not make somebody another. */
  @Test
  void nobodyTakesOverAnAccountByItsAddress() {
    server.issuer.userinfo(
        "victim|1", "\"email\": \"victim@example.com\", \"email_verified\": true");
    var victim = server.signUp(token("victim|1")).json();

    for (String verified : List.of("false", "null", "\"true\"")) {
      server.issuer.userinfo(
          "attacker|1", "\"email\": \"victim@example.com\", \"email_verified\": " + verified);
      assertThat(server.signUp(token("attacker|1")).status()).as(verified).isEqualTo(403);
    }
    server.issuer.userinfo(
        "attacker|1", "\"email\": \"Victim@example.com\", \"email_verified\": true");
    var attacker = server.signUp(token("attacker|1")).json();

    assertThat(attacker.path("user_id").asText()).isEqualTo("attacker|1");
    assertThat(server.as(token("victim|1")).get("/api/login").json()).isEqualTo(victim);
    assertThat(server.as(token("attacker|1")).get("/api/login").json()).isEqualTo(attacker);
  }

  @Test
  void anIdThatCannotBeStoredIsRefusedBeforeAnybodyIsAsked() {
    int asked = server.issuer.calls("/userinfo").size();

    Client.Answer answer = server.signUp(token("i".repeat(201)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("user_id");
    assertThat(server.issuer.calls("/userinfo")).hasSize(asked);
  }

  @Test
  void onePersonCausesAFewLookupsInAMinute() {
    server.issuer.userinfo("loop|1", "\"email_verified\": false");
    for (int i = 0; i < LookupCounts.MAX; i++) {
      assertThat(server.signUp(token("loop|1")).status()).isEqualTo(403);
    }
    int asked = server.issuer.calls("/userinfo").size();

    Client.Answer tooMany = server.signUp(token("loop|1"));

    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(tooMany.message()).contains("5 times within a minute");
    assertThat(tooMany.header("Retry-After")).contains("61");
    assertThat(server.issuer.calls("/userinfo")).hasSize(asked);
    server.issuer.userinfo("loop|2", EMAIL);
    assertThat(server.signUp(token("loop|2")).status()).as("others").isEqualTo(200);

    server.nanos.addAndGet(LookupCounts.PERIOD.toNanos());
    server.issuer.userinfo("loop|1", EMAIL);
    assertThat(server.signUp(token("loop|1")).status()).isEqualTo(200);
  }

  /** A slow issuer holds a few sign-ups, and nothing that others need. */
  @Test
  void aSlowIssuerKeepsNobodyElseWaiting() throws Exception {
    try (var patient =
            new SignUpServer(stores.core, ScriptedIssuer.usual(), Map.of(), Duration.ofMinutes(1));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      keysKnown(patient);
      Runnable release = patient.issuer.hold();
      patient.issuer.userinfo("slow|0", EMAIL);
      List<Future<Integer>> statuses =
          IntStream.range(0, LookupLimits.MAX_AT_A_TIME + 3)
              .mapToObj(i -> patient.issuer.token("slow|" + i, _ -> {}))
              .map(token -> threads.submit(() -> patient.signUp(token).status()))
              .toList();
      assertThat(patient.as(patient.issuer.token("reader", _ -> {})).get("/api/user").status())
          .isEqualTo(200);
      // Those without a place are told so while the others still wait.
      assertThat(Eventually.eventually(() -> finished(statuses), early -> early.size() >= 3))
          .containsOnly(503);
      release.run();
      for (Future<Integer> status : statuses) {
        assertThat(status.get()).isIn(200, 503);
      }
      assertThat(patient.issuer.calls("/userinfo"))
          .hasSizeLessThanOrEqualTo(LookupLimits.MAX_AT_A_TIME);
    }
  }

  @Test
  void callsOfOnePersonShareALookup() throws Exception {
    int asked = server.issuer.calls("/userinfo").size();
    Runnable release = server.issuer.hold();
    server.issuer.userinfo("twin|1", EMAIL);
    String token = token("twin|1");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> statuses =
          IntStream.range(0, 8)
              .mapToObj(_ -> threads.submit(() -> server.signUp(token).status()))
              .toList();
      release.run();
      for (Future<Integer> status : statuses) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    assertThat(server.issuer.calls("/userinfo").size()).isLessThanOrEqualTo(asked + 5);
  }

  @Test
  void theDiscoveryDocumentIsFetchedOnceInAnHour() {
    try (var fresh = new SignUpServer(stores.core, ScriptedIssuer.usual())) {
      for (int i = 0; i < 3; i++) {
        signUpFresh(fresh, "cached|" + i, 200);
      }
      // Once for the keys.
      assertThat(fresh.issuer.calls(DISCOVERY)).hasSize(2);

      fresh.nanos.addAndGet(UserinfoEndpoint.MAX_AGE.toNanos());
      signUpFresh(fresh, "cached|3", 200);
      assertThat(fresh.issuer.calls(DISCOVERY)).hasSize(3);

      // What is known stays, and a failure is not repeated at once.
      fresh.nanos.addAndGet(UserinfoEndpoint.MAX_AGE.toNanos());
      fresh.issuer.reply(DISCOVERY, Reply.status(500));
      signUpFresh(fresh, "cached|4", 200);
      signUpFresh(fresh, "cached|5", 200);
      assertThat(fresh.issuer.calls(DISCOVERY)).hasSize(4);
    }
  }

  /** The token is sent to nobody but the issuer. */
  @Test
  void aDiscoveryDocumentThatLiesIsNotFollowed() throws IOException {
    try (var log = new LogLines("io.flowforge.server");
        var fresh = new SignUpServer(stores.core, ScriptedIssuer.usual());
        var elsewhere = new CountingListener()) {
      keysKnown(fresh);
      String other = elsewhere.uri("http", "/userinfo").toString();
      String own = fresh.issuer.issuer() + "userinfo";
      List<String> lies =
          List.of(
              other,
              other.replace("http:", "https:"),
              own.replace("http:", "https:"),
              own.replace("http://", "http://me@"),
              own.replace("127.0.0.1", "127.0.0.2"),
              "/userinfo",
              "//127.0.0.1/userinfo",
              "file:///userinfo",
              "ht tp://x",
              "http:userinfo",
              "");
      for (String endpoint : lies) {
        int fetched = fresh.issuer.calls(DISCOVERY).size();
        fresh.issuer.discovery(endpoint);
        assertMissingSetting(signUpFresh(fresh, "lie|" + endpoint.hashCode(), 503));
        assertThat(fresh.issuer.calls(DISCOVERY)).as(endpoint).hasSize(fetched + 1);
        fresh.nanos.addAndGet(UserinfoEndpoint.MAX_AGE.toNanos());
      }
      assertThat(fresh.issuer.calls("/userinfo")).isEmpty();
      assertThat(elsewhere.connections()).isZero();
      // The last names none at all.
      assertThat(log.containing("event=userinfo_not_usable")).hasSize(lies.size() - 1);

      fresh.issuer.discovery(own);
      signUpFresh(fresh, "lie|not", 200);
    }
  }

  @Test
  void aBrokenDiscoveryDocumentIsAFailure() {
    try (var log = new LogLines("io.flowforge.server");
        var fresh = new SignUpServer(stores.core, ScriptedIssuer.usual())) {
      keysKnown(fresh);
      String base = fresh.issuer.base();
      for (Reply reply :
          List.of(
              Reply.json(
                  "{\"issuer\": \"https://other.example/\", \"userinfo_endpoint\": \"%s/userinfo\"}"
                      .formatted(base)),
              Reply.json("[]"),
              Reply.json("<html>"),
              Reply.status(404),
              Reply.status(500),
              new Reply(302, "text/plain", "", base + DISCOVERY))) {
        String person = "broken|" + reply.hashCode();
        int fetched = fresh.issuer.calls(DISCOVERY).size();
        int logged = log.containing("event=userinfo_not_found").size();
        fresh.issuer.reply(DISCOVERY, reply);
        Client.Answer answer = signUpFresh(fresh, person, 503);
        assertThat(answer.message()).contains("identity provider").doesNotContain("http");
        assertThat(log.containing("event=userinfo_not_found")).hasSize(logged + 1);

        // It is asked again after a while.
        fresh.issuer.discovery(base + "/userinfo");
        signUpFresh(fresh, person, 503);
        assertThat(fresh.issuer.calls(DISCOVERY)).hasSize(fetched + 1);
        fresh.nanos.addAndGet(UserinfoEndpoint.MIN_INTERVAL.toNanos());
      }
      assertThat(fresh.issuer.calls("/userinfo")).isEmpty();
      signUpFresh(fresh, "broken|not", 200);
    }
  }

  private static void assertMissingSetting(Client.Answer answer) {
    assertThat(answer.message())
        .contains("userinfo", "email_verified", "MANAGEMENT_API_CLIENT", "MANAGEMENT_API_SECRET");
  }

  /** The keys come by the discovery document, too. */
  private static void keysKnown(SignUpServer fresh) {
    assertThat(fresh.as(fresh.issuer.token("k", _ -> {})).get("/api/login").status())
        .isEqualTo(404);
  }

  private static Client.Answer signUpFresh(SignUpServer fresh, String person, int status) {
    fresh.issuer.userinfo(person, EMAIL);
    Client.Answer answer = fresh.signUp(fresh.issuer.token(person, _ -> {}));
    assertThat(answer.status()).as(answer.message()).isEqualTo(status);
    return answer;
  }

  private static List<Integer> finished(List<Future<Integer>> statuses) {
    return statuses.stream().filter(Future::isDone).map(Future::resultNow).toList();
  }

  private String token(String person) {
    return server.issuer.token(person, _ -> {});
  }
}
