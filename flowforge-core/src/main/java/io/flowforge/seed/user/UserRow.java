package io.flowforge.seed.user;

import io.flowforge.seed.file.CsvRow;
import io.flowforge.seed.file.Problems;

/**
 * What a row of {@code user.csv} says.
 *
 * @param userId the subject of tokens: the provider, {@code |} and the id in the file, or {@code
 *     <id>@clients} for a machine
 * @param email empty for a machine
 * @param password empty if there is none
 * @param isComplete whether id and e-mail can be used, so that others can refer to the row
 */
public record UserRow(
    String userId,
    String email,
    String name,
    String provider,
    String password,
    boolean isComplete) {

  private static final int MAX_PASSWORD = 256;

  /** Reads a row and reports all its problems. */
  public static UserRow of(CsvRow row, IdentityProviders providers, Problems problems) {
    String id = row.required("user_id", 128, problems);
    boolean isMachine = isMachine(row);
    String email = isMachine ? row.email("email", problems) : row.requiredEmail("email", problems);
    String name = row.name("name", 200, problems);
    String idp = row.required("idp", 200, problems);
    String password = row.secret("password", MAX_PASSWORD, problems);
    if (EmailAddress.isOne(password)) {
      problems.add(
          row.place(),
          "column 'password' contains an e-mail address; put the values in the order of the header");
      return new UserRow("", "", name, "", "", false);
    }
    // If a value is left out, the others move, and the password may be in another column.
    boolean mayShow = !password.isEmpty();
    UserId identity = new UserIdReader(row.place(), mayShow, providers, problems).read(id, idp);
    if (isMachine) {
      requireNothingOfAPerson(row, identity, email, password, problems);
      return new UserRow(identity.text(), "", name, identity.provider(), "", identity.isComplete());
    }
    boolean isEmail = EmailAddress.isOne(email);
    if (!email.isEmpty() && !isEmail) {
      problems.add(
          row.place(),
          identity.provider().isEmpty()
              ? "column 'email' has no e-mail address; write one like ada@example.com"
              : "'%s' is not an e-mail address; write one like ada@example.com".formatted(email));
    }
    return new UserRow(identity.text(), email, name, identity.provider(), password, isEmail);
  }

  /** Returns whether the row is meant to be a machine; reports nothing. */
  private static boolean isMachine(CsvRow row) {
    var ignored = new Problems();
    String idp = row.optional("idp", 200, ignored);
    return idp.equalsIgnoreCase(IdentityProviders.MACHINE)
        || idp.equalsIgnoreCase(IdentityProviders.MACHINE + "|");
  }

  private static void requireNothingOfAPerson(
      CsvRow row, UserId identity, String email, String password, Problems problems) {
    if (!email.isEmpty() && !email.equals(identity.text())) {
      problems.add(
          row.place(),
          "a machine has no e-mail address; leave column 'email' empty, and write '%s' where other"
                  .formatted(identity.text())
              + " files name it");
    }
    if (!password.isEmpty()) {
      problems.add(
          row.place(),
          "a machine has no password here, but a secret at the identity provider; leave column"
              + " 'password' empty");
    }
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return userId + " <" + email + ">";
  }
}
