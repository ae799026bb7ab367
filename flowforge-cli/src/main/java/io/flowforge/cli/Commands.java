package io.flowforge.cli;

import static io.flowforge.cli.command.tree.CommandEntry.command;
import static io.flowforge.cli.command.tree.CommandEntry.group;

import io.flowforge.cli.command.CompletionCommand;
import io.flowforge.cli.command.DemoCommand;
import io.flowforge.cli.command.HelpOnCommand;
import io.flowforge.cli.command.RunCommand;
import io.flowforge.cli.command.SeedCommand;
import io.flowforge.cli.command.ServeCommand;
import io.flowforge.cli.command.UpCommand;
import io.flowforge.cli.command.WhoAmI;
import io.flowforge.cli.command.organization.OrganizationCommands;
import io.flowforge.cli.command.pipeline.PipelineCommands;
import io.flowforge.cli.command.request.RequestCommands;
import io.flowforge.cli.command.tree.CommandEntry;
import io.flowforge.cli.command.user.UserCommands;
import java.util.List;

/** The table of commands, in the order of the help. */
final class Commands {

  private Commands() {}

  static List<CommandEntry> all() {
    return List.of(
        command(
            "up",
            "Runs everything on this machine, with data that stays.",
            UpCommand::new),
        command(
            "demo",
            "Takes a service request through a pipeline and shows every step.",
            c -> new DemoCommand(c.environment(), c.folders())),
        command(
            "run",
            "Starts a service request, or attaches to it if it has started.",
            RunCommand::new),
        group(
            "request",
            "Submits, lists, follows and decides service requests.",
            "flowforge request list --all --status Pending",
            RequestCommands::all),
        group(
            "pipeline",
            "Lists, shows and creates pipelines.",
            "flowforge pipeline list",
            PipelineCommands::all),
        group(
            "org",
            "Lists organizations, and changes their members.",
            "flowforge org members 'Example Engineering'",
            OrganizationCommands::all),
        group("user", "Lists and adds users.", "flowforge user list", UserCommands::all),
        command(
            "whoami", "Shows as whom commands act, and in which organizations.", WhoAmI::new),
        command(
            "serve",
            "Runs the server with its workers on configured stores.",
            c -> new ServeCommand(c.environment())),
        command(
            "seed",
            "Loads users, organizations, pipelines and requests from files.",
            c -> new SeedCommand(c.environment(), c.folders())),
        command(
            "completion",
            "Prints a script with which a shell completes commands and options.",
            c -> new CompletionCommand(() -> FlowforgeCommand.full(c))),
        command("help", "Shows the help of a command.", _ -> new HelpOnCommand()));
  }
}
