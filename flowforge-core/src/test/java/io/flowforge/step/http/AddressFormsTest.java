package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.step.StepOutcome;
import io.flowforge.testing.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forbidden addresses in every notation, from the pipeline, a redirect or the DNS. */
class AddressFormsTest {

  private static final AddressPolicy STRICT = new AddressPolicy(false);

  /** A target that stands for one on the internet. */
  private final Target target = new Target("127.0.0.2");

  /** A target that no step may call. */
  private final Target inside = new Target();

  private final Names names = new Names();
  private final StepCaller caller =
      new StepCaller(
          new GuardedResolver(
              address ->
                  address.getHostAddress().equals("127.0.0.2")
                      ? Optional.empty()
                      : STRICT.refusalOf(address),
              names));

  @AfterEach
  void close() {
    caller.close();
    target.close();
    inside.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "0.0.0.0",
        "0",
        "[::]",
        "169.254.169.254",
        "2852039166",
        "0251.0376.0251.0376",
        "0xa9fea9fe",
        "0xa9.0xfe.0xa9.0xfe",
        "169.254.43518",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[fe80::1]",
        "[fd00:ec2::254]"
      })
  void noFormOfAForbiddenAddressIsCalled(String host) throws InterruptedException {
    String url = "http://%s:%s/x".formatted(host, inside.url().replaceAll(".*:(\\d+)/.*", "$1"));

    assertThat(StepCaller.reason(caller.get(url)))
        .matches(".*(connecting to '.*' is refused: .*|unknown host)");

    target.redirect("/call", 302, url);
    assertThat(StepCaller.reason(caller.get(target.url())))
        .matches(".*(connecting to '.*' is refused: .*|unknown host|is malformed)");
    assertThat(target.calls()).hasSize(1);
    assertThat(inside.calls()).isEmpty();
  }

  @Test
  void aNameIsResolvedOncePerConnection() throws InterruptedException {
    names.answers = List.of("127.0.0.2", "127.0.0.1");
    target.answerWithHeader("Connection", "close");

    assertThat(caller.get(named(target))).isEqualTo(new StepOutcome.Completed());
    assertThat(names.lookups).containsExactly("changing.test");

    // The second lookup returns a forbidden address.
    assertThat(StepCaller.reason(caller.get(named(target)))).contains("is refused");
    assertThat(names.lookups).hasSize(2);
    assertThat(target.calls()).hasSize(1);
    assertThat(inside.calls()).isEmpty();
  }

  @Test
  void aReusedConnectionKeepsItsCheckedAddress() throws InterruptedException {
    names.answers = List.of("127.0.0.2", "127.0.0.1");

    assertThat(caller.get(named(target))).isEqualTo(new StepOutcome.Completed());
    assertThat(caller.get(named(target))).isEqualTo(new StepOutcome.Completed());

    assertThat(target.calls()).hasSize(2);
    assertThat(names.lookups).hasSize(1);
  }

  @Test
  void aRedirectResolvesTheNameAgain() throws InterruptedException {
    names.answers = List.of("127.0.0.2", "127.0.0.1");
    target.answerWithHeader("Connection", "close");
    target.redirect("/call", 302, "/again");

    assertThat(StepCaller.reason(caller.get(named(target)))).contains("is refused");
    assertThat(target.calls()).hasSize(1);
  }

  @Test
  void onlyTheAllowedOnesOfSeveralAddressesAreCalled() throws InterruptedException {
    names.answers = List.of("127.0.0.1 169.254.169.254 127.0.0.2");

    assertThat(caller.get(named(target))).isEqualTo(new StepOutcome.Completed());
    // Nothing listens at the allowed address and this port; the forbidden one is not tried.
    names.answers = List.of("127.0.0.2 127.0.0.1");
    assertThat(StepCaller.reason(caller.get(named(inside)))).containsIgnoringCase("refused");
    assertThat(inside.calls()).isEmpty();
  }

  private static String named(Target target) {
    return target.url().replaceAll("127\\.0\\.0\\.\\d", "changing.test");
  }

  /** A resolver with scripted answers for one name. */
  private static final class Names implements DnsResolver {

    final List<String> lookups = new CopyOnWriteArrayList<>();
    List<String> answers = List.of();

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      if (!host.equals("changing.test")) {
        return SystemDefaultDnsResolver.INSTANCE.resolve(host);
      }
      String answer = answers.get(Math.min(lookups.size(), answers.size() - 1));
      lookups.add(host);
      String[] texts = answer.split(" ", -1);
      var addresses = new InetAddress[texts.length];
      for (int i = 0; i < texts.length; i++) {
        addresses[i] = InetAddress.getByName(texts[i]);
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
