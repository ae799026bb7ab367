package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.StatusCodes;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Target;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests and log lines of redirected calls. */
class RedirectedCallTest {

  private static final String POST_TO =
      """
      {'method': 'POST', 'url': '%s', 'data': {'a': 1},
       'headers': {'Authorization': 'Bearer hush', 'Cookie': 'a=hush', 'X-Api-Key': 'hush',
                   'X-Id': '7', 'Accept-Language': 'en'}}\
      """;

  private final Target target = new Target();
  private final Target other = new Target("127.0.0.2");
  private final StepCaller caller = new StepCaller();

  @AfterEach
  void close() {
    caller.close();
    target.close();
    other.close();
  }

  @Test
  void aRepeatedCallIsTheSame() throws InterruptedException {
    target.redirect("/call", 308, "/moved?secret=hush");

    assertThat(caller.execute(POST_TO.formatted(target.url()), "{}"))
        .isEqualTo(new StepOutcome.Completed());
    assertThat(target.calls()).hasSize(2);
    Target.Call repeated = target.calls().getLast();
    assertThat(repeated.method()).isEqualTo("POST");
    assertThat(repeated.uri()).isEqualTo("/moved?secret=hush");
    assertThat(repeated.body()).isEqualTo("{\"a\":1}");
    assertThat(repeated.header("Authorization")).isEqualTo("Bearer hush");
    assertThat(repeated.header("Idempotency-key")).isEqualTo("r/s/1");
    assertThat(repeated.header("Content-type"))
        .isEqualTo(target.calls().getFirst().header("Content-type"));
    assertThat(caller.log())
        .containsExactly(
            "Calling POST " + target.url(),
            "Request body: {\"a\":1}",
            "Redirected to POST " + target.url("/moved"),
            "Response body: {}",
            "Response status 200; 2 bytes");
  }

  @Test
  void anotherOriginGetsNoSecretAndNoBody() throws InterruptedException {
    target.redirect("/call", 303, other.url());

    assertThat(caller.execute(POST_TO.formatted(target.url()), "{}"))
        .isEqualTo(new StepOutcome.Completed());
    Target.Call call = other.calls().getFirst();
    assertThat(call.method()).isEqualTo("GET");
    assertThat(call.body()).isEmpty();
    assertThat(call.headers())
        .containsOnlyKeys("Accept-language", "Connection", "Host", "Idempotency-key", "User-agent");
    assertThat(call.header("Accept-language")).isEqualTo("en");
    assertThat(caller.log())
        .contains(
            "Redirected to GET "
                + other.url()
                + ", another origin, without the headers Authorization, Cookie, X-Api-Key, X-Id");
  }

  @Test
  void theFirstOriginDoesNotGetItsSecretsBack() throws InterruptedException {
    target.redirect("/call", 302, other.url());
    other.redirect("/call", 302, target.url("/back"));

    assertThat(caller.execute(POST_TO.formatted(target.url()), "{}"))
        .isEqualTo(new StepOutcome.Completed());
    assertThat(target.calls().getLast().uri()).isEqualTo("/back");
    assertThat(target.calls().getLast().headers())
        .doesNotContainKeys("Authorization", "Cookie", "X-api-key", "X-id");
  }

  @Test
  void aBodyDoesNotGoToAnotherOrigin() throws InterruptedException {
    target.redirect("/call", 307, other.url());

    assertThat(caller.execute(POST_TO.formatted(target.url()), "{}"))
        .isEqualTo(
            new StepOutcome.AttemptFailed(
                "Response status 307; redirect not followed: it would send the"
                    + " request body to another origin, "
                    + other.url().replaceAll("http://|/call", ""),
                FailureKind.status(307),
                Duration.ZERO));
    assertThat(other.calls()).isEmpty();
  }

  /** Java does not recognize user information before a host with an underscore. */
  @ParameterizedTest
  @ValueSource(strings = {"http://joe:hush@my_host/", "//joe:hush@127.0.0.1/"})
  void aRedirectWithUserInformationIsNotFollowed(String location) throws InterruptedException {
    target.redirect("/call", 302, location);

    assertThat(StepCaller.reason(caller.get(target.url())))
        .endsWith("redirect not followed: its Location is malformed");
    assertThat(caller.log()).noneMatch(line -> line.contains("hush") || line.contains("joe"));
  }

  @Test
  void circlesEnd() throws InterruptedException {
    target.redirect("/call", 302, "/b");
    target.redirect("/b", 302, "/call");

    assertThat(StepCaller.reason(caller.get(target.url())))
        .endsWith("redirect not followed: it leads into a loop");
    assertThat(target.calls()).hasSize(2);
  }

  @Test
  void noMoreThanTenAreFollowed() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      target.redirect("/" + i, 302, "/" + (i + 1));
    }
    assertThat(StepCaller.reason(caller.get(target.url("/0"))))
        .endsWith("redirect not followed: the limit of 10 redirects is reached");
    assertThat(target.calls()).hasSize(11);
  }

  @Test
  void aRedirectThatCountsAsSuccessIsNotFollowed() throws InterruptedException {
    target.redirect("/call", 302, "/b");
    caller.useStepPolicy(new StepPolicy(null, null, new StatusCodes(Set.of("302"))));

    assertThat(caller.get(target.url())).isEqualTo(new StepOutcome.Completed());
    assertThat(target.calls()).hasSize(1);
  }
}
