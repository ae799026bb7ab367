package io.flowforge.cli.embedded.issuer.browser;

import static io.flowforge.cli.embedded.issuer.browser.PageFrame.escaped;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form with a button for each person, and one to decline. */
final class PeopleForm {

  static final String TRANSACTION = "transaction";
  static final String USER = "user";

  private PeopleForm() {}

  /**
   * Returns the form. Its first button is disabled, so that Enter chooses nobody.
   *
   * @param transaction proves that the form came from a page of ours
   * @param fields HTML before the buttons
   */
  static String html(String action, String transaction, String fields, List<Person> people) {
    var buttons = new StringBuilder();
    for (Person person : people) {
      buttons.append(
          """
          <button name="%s" value="%s">%s<span>%s</span></button>
          """
              .formatted(
                  USER, escaped(person.userId()), escaped(person.name()), escaped(person.email())));
    }
    return """
    <form method="post" action="%s" autocomplete="off">
    <input type="hidden" name="%s" value="%s">
    <button disabled hidden></button>
    %s
    %s
    <button class="decline" name="%s" value="">Do not sign in</button>
    </form>
    """
        .formatted(action, TRANSACTION, escaped(transaction), fields, buttons, USER);
  }

  /** Returns the subject that was chosen; empty if the person declined, or chose nobody. */
  static Optional<String> subject(Map<String, String> form, List<Person> people) {
    String chosen = form.getOrDefault(USER, "");
    return people.stream().map(Person::userId).filter(chosen::equals).findFirst();
  }
}
