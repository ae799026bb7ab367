package io.flowforge.cli.embedded.issuer.browser;

import static io.flowforge.cli.embedded.issuer.browser.PageFrame.escaped;

import io.flowforge.cli.embedded.issuer.grant.DeviceCodes;
import io.flowforge.cli.embedded.issuer.grant.OneTimeValues;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The page {@code /activate}: a person types the code of a device, and chooses. */
public final class ActivatePage {

  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final String TITLE = "Connect a device to Flowforge";

  private final DeviceCodes devices;
  private final Supplier<List<Person>> people;
  private final OneTimeValues<String> transactions;

  public ActivatePage(DeviceCodes devices, Supplier<List<Person>> people, InstantSource clock) {
    this.devices = devices;
    this.people = people;
    transactions = new OneTimeValues<>(LIFETIME, clock);
  }

  /** Shows the form, with the code if the address contains it. */
  public BrowserReply show(Map<String, String> query) {
    return form(200, query.getOrDefault("user_code", ""), "");
  }

  /** Records the person's choice for the device. */
  public BrowserReply choose(Map<String, String> form) {
    String code = form.getOrDefault("user_code", "");
    if (transactions.take(form.getOrDefault(PeopleForm.TRANSACTION, "")).isEmpty()) {
      return form(400, code, "This page had expired; choose again.");
    }
    Optional<String> subject = PeopleForm.subject(form, people.get());
    if (!devices.decide(code, subject)) {
      return form(
          400, code, "No device waits for this code; compare it with what the device shows.");
    }
    return subject.isPresent()
        ? BrowserReply.Page.message(
            200, "Connected", "The device is signed in. You can close this window.")
        : BrowserReply.Page.message(
            200, "Declined", "The device is not signed in. You can close this window.");
  }

  private BrowserReply form(int status, String code, String problem) {
    String fields =
        """
        <label for="code">The code that the device shows</label>
        <input id="code" name="user_code" value="%s" required maxlength="20" spellcheck="false">
        """
            .formatted(escaped(code));
    String content =
        """
        %s
        <p>Go on only if you started this yourself, and if the device shows the same code.</p>
        %s
        """
            .formatted(
                problem.isEmpty() ? "" : "<p role=\"alert\"><b>" + escaped(problem) + "</b></p>",
                PeopleForm.html("/activate", transactions.put(""), fields, people.get()));
    return new BrowserReply.Page(status, PageFrame.of(TITLE, content), "'self'");
  }
}
