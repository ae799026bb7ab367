package io.flowforge.cli.command;

import io.flowforge.seed.SeedReport;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.provider.AccountOutcome;
import io.flowforge.seed.provider.CreationReport;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;

/** What the command {@code seed} prints: counts to standard output, the rest to standard error. */
record SeedSummary(PrintWriter out, PrintWriter err, boolean isDryRun) {

  void print(SeedReport report) {
    report.mendings().forEach(line -> tell("mended: " + line));
    CreationReport creation = report.creation();
    if (creation != null) {
      printAccounts(creation);
    }
    out.printf("%-15s%9s%9s%11s%n", "", "created", "updated", "unchanged");
    print("users", report.users());
    print("organizations", report.organizations());
    print("memberships", report.memberships());
    print("pipelines", report.pipelines());
    print("requests", report.requests());
    out.flush();
    report.newVersions().forEach(line -> tell("new version: " + line));
    if (!report.leftOut().isEmpty()) {
      tell(
          "not written, because their users could not be created: "
              + String.join(", ", report.leftOut()));
    }
    report
        .warnings()
        .forEach(
            warning ->
                tell(
                    "warning: "
                        + warning
                        + " (unless the servers have other settings than this command)"));
    if (isDryRun) {
      err.println("This was a dry run: nothing was written.");
    }
    err.flush();
  }

  private void printAccounts(CreationReport creation) {
    creation.notes().forEach(this::tell);
    out.printf(
        "at the identity provider: %d created, %d existing, %d failed, %d sign in first%n",
        creation.count(AccountOutcome.CREATED),
        creation.count(AccountOutcome.EXISTING),
        creation.count(AccountOutcome.FAILED),
        creation.count(AccountOutcome.SIGNS_IN_FIRST));
    if (creation.stop() != null) {
      creation.problems().forEach(this::tell);
      err.println(
          "The identity provider was given up on; run the command again to go on where it stopped.");
    }
  }

  /** Prints a line; what others wrote must not control the terminal. */
  private void tell(String line) {
    err.println(OneLine.of(line));
  }

  private void print(String kind, SeedCount count) {
    out.printf("%-15s%9d%9d%11d%n", kind, count.created(), count.updated(), count.unchanged());
  }
}
