package io.flowforge.cli.command.secret;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.secret.SecretRewrap;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code flowforge secret rewrap}. */
@Command(
    name = "rewrap",
    description = {
      "Seals all secrets with the first of the operator's keys. Repeat it if it was interrupted.",
      "Servers may run meanwhile, once all of them have the new key. POSTGRES_URI and MONGO_URI",
      "name the stores, FLOWFORGE_SECRET_KEYS the keys: the new one first, the old one after it."
    },
    footerHeading = "%nExample:%n",
    footer = "  FLOWFORGE_SECRET_KEYS=k2:NEW,k1:OLD flowforge secret rewrap")
public final class RewrapSecrets implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  public RewrapSecrets(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConsoleLog.showOnlyWarnings();
    FlowforgeSettings settings = FlowforgeSettings.from(context.environment());
    SecretRewrap.RewrapReport report;
    try (Flowforge core = Flowforge.open(settings, InstantSource.system())) {
      report = core.secretRewrap().run();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Secrets sealed with another key: %d; all that can be opened have '%s' now.%n",
        report.rewrapped(), report.keyId());
    if (!report.forgotten().isEmpty()) {
      out.printf(
          "No secret, output or callback needs '%s' any more. Keep it as long as you keep older"
              + " backups.%n",
          String.join("', '", report.forgotten()));
    }
    if (!report.needed().isEmpty()) {
      out.printf(
          "Still needed: '%s', by callbacks of requests that may go on, those that failed included,"
              + " or by what cannot be opened. Keep it on all servers, and repeat this command when"
              + " these requests have been completed or cancelled.%n",
          String.join("', '", report.needed()));
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    report.problems().forEach(err::println);
    err.flush();
    return report.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
