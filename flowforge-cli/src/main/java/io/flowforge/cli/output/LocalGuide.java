package io.flowforge.cli.output;

import io.flowforge.cli.embedded.LocalFlowforge;
import io.flowforge.seed.SeedUser;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** A guide to what is running and how to use it, with lines that can be pasted into a shell. */
public final class LocalGuide {

  /** The last line, which {@code up} prints when everything is ready. */
  public static final String END = "Ctrl-C stops it; the data stays.";

  private final LocalFlowforge local;
  private final String stub;
  private final SeededFrom seeded;
  private final int width;

  /**
   * The origin of the data.
   *
   * @param what what was loaded
   * @param folder the folder of the files
   * @param users the users in the files
   * @param isSample whether the users are fictional; passwords of real ones are not shown
   */
  public record SeededFrom(String what, Path folder, List<SeedUser> users, boolean isSample) {

    public SeededFrom {
      users = List.copyOf(users);
    }
  }

  /**
   * @param stub the address of the service that the sample pipelines call
   * @param width the width of the terminal
   */
  public LocalGuide(LocalFlowforge local, String stub, SeededFrom seeded, int width) {
    this.local = local;
    this.stub = stub;
    this.seeded = seeded;
    this.width = width;
  }

  public void print(PrintWriter out, StoredThings things) {
    var lines = new CommandLines(out, width);
    out.println();
    printConsole(out);
    line(out, "API", local.url() + "/api/healthcheck");
    line(out, "API docs", local.url() + "/docs");
    line(out, "metrics", local.managementUrl() + "/metrics");
    line(out, "issuer", local.stack().issuer().issuer());
    line(out, "PostgreSQL", local.stack().postgresUri());
    line(out, "documents", local.stack().mongoUri());
    line(out, "services", stub + ", which the sample pipelines call");
    line(out, "seeded from", seeded.what());
    line(out, "users", seeded.folder().resolve("user.csv") + ", with passwords");
    printThings(out, things);
    printTry(out, lines, things);
    seeded.users().stream()
        .filter(user -> !user.password().isEmpty())
        .findFirst()
        .ifPresent(user -> printToken(out, user));
    out.println();
    out.println("As an operator on the stores, without signing in:");
    out.println();
    lines.print(
        List.of(
            "export POSTGRES_URI='" + local.stack().postgresUri() + "'",
            "MONGO_URI='" + local.stack().mongoUri() + "'"));
    out.println();
    out.println(END);
    out.flush();
  }

  /** Prints the address of the console first: it shows everything else. */
  private void printConsole(PrintWriter out) {
    if (!local.hasConsole()) {
      out.println("Flowforge is up.");
      out.println();
      return;
    }
    out.println("Flowforge is up. Open it in a browser, and choose who you are:");
    out.println();
    line(out, "console", local.url());
    if (seeded.isSample()) {
      line(out, "", "Mike Miller has made requests, Ada Adler may approve them;");
      line(out, "", "nobody needs a password there");
    }
    out.println();
  }

  private static void printThings(PrintWriter out, StoredThings things) {
    if (!things.pipelines().isEmpty()) {
      out.println();
      out.println("Pipelines (" + ProgramName.forShell() + " pipeline list):");
      out.println();
      things
          .pipelines()
          .forEach(pipeline -> out.printf("  %s  %s%n", pipeline.id(), pipeline.pipelineName()));
    }
    if (!things.requests().isEmpty()) {
      out.println();
      out.println("Service requests (" + ProgramName.forShell() + " request list):");
      out.println();
      things
          .requests()
          .forEach(
              request ->
                  out.printf(
                      "  %s  %-11s  %s%n",
                      request.id(), request.status().label(), request.pipelineName()));
    }
  }

  private void printTry(PrintWriter out, CommandLines lines, StoredThings things) {
    var tried = new TryLines(things, seeded.users());
    if (tried.isPossible()) {
      out.println();
      out.println("To submit, follow and approve, as two people, in another terminal:");
      out.println();
      tried.print(lines);
    }
  }

  private void printToken(PrintWriter out, SeedUser user) {
    out.println();
    out.println("For programs, a token of " + user.name() + ":");
    out.println();
    if (!seeded.isSample()) {
      out.println("  read -r PASSWORD");
    }
    String password =
        seeded.isSample()
            ? ShellWord.quoted("password=" + user.password())
            : "\"password=$PASSWORD\"";
    out.println("  TOKEN=$(curl -s " + local.stack().issuer().tokenUri() + " \\");
    out.println(
        "    -d grant_type=password -d audience=" + local.stack().issuer().audience() + " \\");
    out.println("    --data-urlencode " + ShellWord.quoted("username=" + user.email()) + " \\");
    out.println("    --data-urlencode " + password + " \\");
    out.println("    | sed -nE 's/.*\"access_token\" *: *\"([^\"]+)\".*/\\1/p')");
    out.println();
    out.println("  curl -s -H \"Authorization: Bearer $TOKEN\" " + local.url() + "/api/login");
  }

  private static void line(PrintWriter out, String what, String value) {
    out.printf("  %-12s %s%n", what, value);
  }
}
