package io.flowforge.load.stack;

import io.flowforge.cli.embedded.issuer.IssuerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The people of the one organization: its owner, an admin, and as many members as there are
 * dashboards, because what the server grants a single person is limited.
 */
public final class Members {

  /** The number of members. */
  public static final int COUNT = 200;

  static final String ORGANIZATION = "Acme";
  static final String OWNER = "auth0|olga";
  static final String ADMIN = "auth0|ada";

  private Members() {}

  static String member(int number) {
    return "auth0|member-" + number;
  }

  static List<IssuerUser> all() {
    return Stream.concat(
            Stream.of(
                new IssuerUser(OWNER, "olga@example.com", "Olga", "auth0", "olga"),
                new IssuerUser(ADMIN, "ada@example.com", "Ada", "auth0", "ada")),
            IntStream.range(0, COUNT)
                .mapToObj(
                    number ->
                        new IssuerUser(
                            member(number), email(number), "Member " + number, "auth0", "member")))
        .toList();
  }

  private static String email(int number) {
    return "member-" + number + "@example.com";
  }

  /** Writes the folder that {@code flowforge seed} reads. */
  static void writeSeed(Path folder, List<String> pipelines) throws IOException {
    Path files = Files.createDirectories(folder.resolve("pipelines"));
    var users =
        new StringBuilder(
            """
            user_id,email,name,idp
            olga,olga@example.com,Olga,auth0
            ada,ada@example.com,Ada,auth0
            """);
    var memberships =
        new StringBuilder("user,org,role\nada@example.com," + ORGANIZATION + ",Admin\n");
    for (int number = 0; number < COUNT; number++) {
      users.append("member-%1$d,%2$s,Member %1$d,auth0%n".formatted(number, email(number)));
      memberships.append("%s,%s,Member%n".formatted(email(number), ORGANIZATION));
    }
    Files.writeString(folder.resolve("user.csv"), users);
    Files.writeString(
        folder.resolve("org.csv"), "name,owner\n" + ORGANIZATION + ",olga@example.com\n");
    Files.writeString(folder.resolve("membership.csv"), memberships);
    for (int number = 0; number < pipelines.size(); number++) {
      Files.writeString(files.resolve(number + ".json"), pipelines.get(number));
    }
  }
}
