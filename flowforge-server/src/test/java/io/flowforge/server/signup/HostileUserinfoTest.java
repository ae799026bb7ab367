package io.flowforge.server.signup;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.server.signup.ScriptedIssuer.Reply;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.CountingListener;
import io.flowforge.server.testing.LogLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Nobody becomes a user by a userinfo endpoint that is broken, hostile, or says too little. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileUserinfoTest {

  private static final String REFUSED = "sign_up_refused";
  private static final String FAILED = "request_failed";
  private static final String GOOD = "\"email\": \"a@example.com\", \"email_verified\": true";

  private final SignUpCore stores = new SignUpCore();
  private final SignUpServer server = new SignUpServer(stores.core, ScriptedIssuer.usual());
  private final LogLines log = new LogLines("io.flowforge.server");
  private final AtomicInteger people = new AtomicInteger();

  @AfterAll
  void close() {
    log.close();
    server.close();
    stores.close();
  }

  /**
   * A row of the table.
   *
   * @param reply with %s for the sub of the person
   */
  private record Row(Reply reply, int status, String message, String event, String reason) {}

  @TestFactory
  Stream<DynamicTest> eachHasItsStatusItsMessageAndItsLine() {
    return Stream.of(
            failed(Reply.status(500), "unexpected response", "responded with 500"),
            failed(Reply.status(503), "unexpected response", "responded with 503"),
            failed(Reply.status(404), "unexpected response", "responded with 404"),
            failed(Reply.status(201), "unexpected response", "responded with 201"),
            failed(Reply.status(204), "unexpected response", "responded with 204"),
            failed(Reply.status(429), "retry in a minute", "responded with 429"),
            refused(Reply.status(400), "scopes openid, profile and email"),
            refused(Reply.status(401), "scopes openid, profile and email"),
            refused(Reply.status(403), "scopes openid, profile and email"),
            failed(new Reply(200, "text/html", "<html>", ""), "unexpected", "no JSON object"),
            failed(Reply.json(""), "unexpected", "no JSON object"),
            failed(Reply.json("[]"), "unexpected", "no JSON object"),
            failed(Reply.json("null"), "unexpected", "no JSON object"),
            failed(Reply.json("{\"sub\": \"%s\""), "unexpected", "no JSON object"),
            failed(claims(GOOD + "} {"), "unexpected", "no JSON object"),
            failed(claims(GOOD + ", \"sub\": \"x\""), "unexpected", "no JSON object"),
            failed(claims(GOOD + ", \"email\": \"b@x\""), "unexpected", "no JSON object"),
            failed(claims(GOOD + ", \"email_verified\": true"), "unexpected", "no JSON object"),
            failed(claims("\"x\": " + "[".repeat(100_000)), "unexpected", "no JSON object"),
            failed(
                claims("\"x\": %s1%s".formatted("[".repeat(2_000), "]".repeat(2_000))),
                "unexpected",
                "no JSON object"),
            failed(claims(GOOD + " ".repeat(256 * 1024)), "not responding", "no response"),
            failed(
                new Reply(200, "application/jwt; charset=utf-8", "e30.e30.x", ""),
                "unexpected",
                "turn off the signing"),
            failed(Reply.json("{\"sub\": \"other\", %s}".formatted(GOOD)), "unexpected", "subject"),
            failed(Reply.json("{%s}".formatted(GOOD)), "unexpected", "subject"),
            failed(Reply.json("{\"sub\": 7, %s}".formatted(GOOD)), "unexpected", "subject"),
            refused(claims("\"name\": \"x\""), "does not tell your e-mail address"),
            refused(claims("\"email\": \"\""), "does not tell your e-mail address"),
            refused(claims("\"email\": \" \""), "does not tell your e-mail address"),
            refused(claims("\"email\": null"), "does not tell your e-mail address"),
            refused(claims("\"email\": [\"a@x\"]"), "does not tell your e-mail address"),
            refused(email("false"), "is not verified"),
            // OpenID Connect Core 1.0, section 5.1: a boolean.
            refused(email("\"true\""), "is not verified"),
            refused(email("1"), "is not verified"),
            refused(email("[true]"), "is not verified"),
            refused(email("{\"a\": true}"), "is not verified"),
            refused(email("null"), "OIDC_EMAIL_VERIFIED_CLAIM"),
            refused(claims("\"email\": \"a@x\""), "OIDC_EMAIL_VERIFIED_CLAIM"),
            refused(
                claims("\"email\": \"%s@x\", \"email_verified\": true".formatted("a".repeat(199))),
                "at most 200 characters"),
            refused(
                claims("\"email\": \"a\\u0000@x\", \"email_verified\": true"), "must not contain"))
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(server, row)));
  }

  /** The person's token goes to the issuer itself, and to nobody whom it names. */
  @Test
  void redirectsAreNotFollowed() throws IOException {
    try (var elsewhere = new CountingListener()) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        for (String target :
            List.of(elsewhere.uri("http", "/x").toString(), server.issuer.base() + "/other")) {
          Reply reply = new Reply(status, "application/json", "{}", target);
          check(server, failed(reply, "unexpected response", "responded with " + status));
        }
      }
      assertThat(elsewhere.connections()).isZero();
      assertThat(server.issuer.calls("/other")).isEmpty();
    }
  }

  @Test
  void anIssuerThatIsTooSlowIsNotWaitedFor() {
    var timeout = Duration.ofMillis(700);
    assertThat(IssuerProfiles.TIMEOUT).isLessThanOrEqualTo(Duration.ofSeconds(5));
    try (var slow = new SignUpServer(stores.core, ScriptedIssuer.usual(), Map.of(), timeout)) {
      // A slow machine may need several attempts for the discovery document, which then is known.
      slow.issuer.userinfo("first|1", GOOD);
      eventually(
          () -> {
            slow.nanos.addAndGet(LookupCounts.PERIOD.toNanos());
            return signUp(slow, "first|1").status();
          },
          status -> status == 200);
      for (Reply reply : List.of(Reply.silence(), Reply.endless())) {
        check(slow, failed(reply, "not responding", "/userinfo"));
      }
    }
  }

  @Test
  void whatIsNotNeededDoesNotMatter() {
    var person = "odd|" + people.incrementAndGet();
    server.issuer.userinfo(
        person,
        GOOD
            + ", \"x\": 1e999999999, \"x\": [], \"address\": 7, \"name\": {}, \"nickname\": null,"
            + " \"deep\": %s%s".formatted("[".repeat(900), "]".repeat(900)));

    assertThat(signUp(server, person).status()).isEqualTo(200);
  }

  private void check(SignUpServer asked, Row row) {
    String person = "row|" + people.incrementAndGet();
    Reply reply = row.reply;
    asked.issuer.userinfo(
        new Reply(
            reply.status(),
            reply.contentType(),
            reply.body().replace("%s", person),
            reply.location()));

    int before = log.containing("event=" + row.event).size();
    Client.Answer answer = signUp(asked, person);

    assertThat(answer.status()).as(answer.message()).isEqualTo(row.status);
    assertThat(answer.message()).contains(row.message).doesNotContain("http://", "Exception");
    assertThat(log.containing("event=" + row.event).stream().skip(before))
        .filteredOn(line -> line.contains(row.reason))
        .filteredOn(line -> !row.event.equals(REFUSED) || line.contains(person))
        .isNotEmpty();
    assertThat(log.containing("Bearer ")).isEmpty();
    assertThat(asked.as(token(asked, person)).get("/api/login").status()).isEqualTo(404);
  }

  private static Client.Answer signUp(SignUpServer asked, String person) {
    return asked.signUp(token(asked, person));
  }

  private static String token(SignUpServer asked, String person) {
    return asked.issuer.token(person, _ -> {});
  }

  private static Row failed(Reply reply, String message, String reason) {
    return new Row(reply, 503, message, FAILED, reason);
  }

  private static Row refused(Reply reply, String message) {
    return new Row(reply, 403, message, REFUSED, message);
  }

  private static Reply claims(String claims) {
    return Reply.json("{\"sub\": \"%s\", " + claims + "}");
  }

  private static Reply email(String verified) {
    return claims("\"email\": \"a@example.com\", \"email_verified\": " + verified);
  }
}
