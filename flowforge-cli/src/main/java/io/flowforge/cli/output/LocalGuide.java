package io.flowforge.cli.output;

import io.flowforge.cli.embedded.LocalFlowforge;
import io.flowforge.cli.embedded.loopback.StubService;
import io.flowforge.seed.SeedUser;
import java.io.PrintWriter;
import java.util.List;

/** A guide to what is running and how to use it, with lines that can be pasted into a shell. */
public final class LocalGuide {

  private final LocalFlowforge local;
  private final StubService stub;
  private final List<SeedUser> users;
  private final String seeded;
  private final boolean isSample;

  /**
   * @param seeded the source of the data, and what was loaded
   * @param isSample whether the users are fictional; passwords of real ones are not shown
   */
  public LocalGuide(
      LocalFlowforge local,
      StubService stub,
      List<SeedUser> users,
      String seeded,
      boolean isSample) {
    this.local = local;
    this.stub = stub;
    this.users = users;
    this.seeded = seeded;
    this.isSample = isSample;
  }

  public void print(PrintWriter out) {
    out.println();
    out.println("Flowforge is up. Ctrl-C stops it; the data stays.");
    out.println();
    line(out, "API", local.url() + "/api/healthcheck");
    line(out, "API docs", local.url() + "/docs");
    line(out, "metrics", local.managementUrl() + "/metrics");
    line(out, "issuer", local.stack().issuer().issuer());
    line(out, "PostgreSQL", local.stack().postgresUri());
    line(out, "documents", local.stack().mongoUri());
    line(out, "services", stub.uri() + " responds with 200 to the calls of the sample pipelines");
    line(out, "seeded from", seeded);
    users.stream()
        .filter(user -> !user.password().isEmpty())
        .findFirst()
        .ifPresent(user -> printToken(out, user));
    out.println();
    out.println("Other commands on the same stores:");
    out.println();
    out.printf(
        "  export POSTGRES_URI='%s' MONGO_URI='%s'%n",
        local.stack().postgresUri(), local.stack().mongoUri());
    out.println("  ./flowforge run <request-id> --follow");
    out.println();
    out.flush();
  }

  private void printToken(PrintWriter out, SeedUser user) {
    out.println();
    out.println("A token for " + user.name() + " (all users and passwords are in user.csv):");
    out.println();
    if (!isSample) {
      out.println("  read -r PASSWORD");
    }
    out.printf(
        "  TOKEN=$(curl -s %s -d grant_type=password -d audience=%s \\%n"
            + "    --data-urlencode %s --data-urlencode %s \\%n"
            + "    | sed -nE 's/.*\"access_token\" *: *\"([^\"]+)\".*/\\1/p')%n",
        local.stack().issuer().tokenUri(),
        local.stack().issuer().audience(),
        quoted("username=" + user.email()),
        isSample ? quoted("password=" + user.password()) : "\"password=$PASSWORD\"");
    out.println();
    out.println("Use it:");
    out.println();
    out.printf("  curl -s -H \"Authorization: Bearer $TOKEN\" %s/api/login%n", local.url());
  }

  /** Returns the text quoted as one word of a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static void line(PrintWriter out, String what, String value) {
    out.printf("  %-12s %s%n", what, value);
  }
}
