package io.flowforge.cli.command.tree;

import io.flowforge.cli.command.tree.CommandEntry.Group;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** A group that was called without one of its commands: prints the usage. */
final class GroupUsage implements Callable<Integer> {

  private final CommandSpec spec;

  GroupUsage(Group group) {
    spec = CommandSpec.wrapWithoutInspection(this);
    spec.name(group.name());
    spec.usageMessage()
        .synopsisSubcommandLabel("<command>")
        .description(group.summary())
        .footerHeading("%nExample:%n")
        .footer("  " + group.example());
  }

  CommandLine commandLine() {
    return new CommandLine(spec);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
