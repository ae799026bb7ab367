package io.flowforge.cli;

import static io.flowforge.cli.command.tree.CommandEntry.alsoCalled;
import static io.flowforge.cli.command.tree.CommandEntry.command;
import static io.flowforge.cli.command.tree.CommandEntry.group;

import io.flowforge.cli.command.CompletionCommand;
import io.flowforge.cli.command.ConfigCommand;
import io.flowforge.cli.command.DemoCommand;
import io.flowforge.cli.command.DoctorCommand;
import io.flowforge.cli.command.HelpOnCommand;
import io.flowforge.cli.command.RepairCommand;
import io.flowforge.cli.command.RunCommand;
import io.flowforge.cli.command.SeedCommand;
import io.flowforge.cli.command.ServeCommand;
import io.flowforge.cli.command.UpCommand;
import io.flowforge.cli.command.WhoAmI;
import io.flowforge.cli.command.account.LoginCommand;
import io.flowforge.cli.command.account.LogoutCommand;
import io.flowforge.cli.command.account.TokenCommand;
import io.flowforge.cli.command.migration.MigrationCommands;
import io.flowforge.cli.command.organization.OrganizationCommands;
import io.flowforge.cli.command.pipeline.PipelineCommands;
import io.flowforge.cli.command.request.RequestCommands;
import io.flowforge.cli.command.secret.SecretCommands;
import io.flowforge.cli.command.tree.CommandEntry;
import io.flowforge.cli.command.user.UserCommands;
import java.util.List;

/** The table of commands, in the order of the help. */
final class Commands {

  private Commands() {}

  static List<CommandEntry> all() {
    return List.of(
        command("up", "Runs everything on this machine, with data that stays.", UpCommand::new),
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
            "Lists, shows, checks and creates pipelines.",
            "flowforge pipeline list",
            PipelineCommands::all),
        group(
            "org",
            "Lists organizations, and changes their members.",
            "flowforge org members 'Example Engineering'",
            OrganizationCommands::all),
        alsoCalled(
            "secrets",
            group(
                "secret",
                "Sets, lists and deletes secrets of organizations, and rotates their keys.",
                "flowforge secret set GITHUB_TOKEN --host api.github.com",
                SecretCommands::all)),
        group("user", "Lists and adds users.", "flowforge user list", UserCommands::all),
        command(
            "login",
            "Signs in to a server, and stores the sign-in for other commands.",
            c -> new LoginCommand(c.environment(), c.folders())),
        command(
            "logout",
            "Deletes a stored sign-in, and revokes its refresh token at the issuer.",
            c -> new LogoutCommand(c.environment())),
        command(
            "token",
            "Prints an access token that is valid for at least a minute, and renews it if necessary.",
            c -> new TokenCommand(c.environment(), c.folders())),
        command("whoami", "Shows as whom commands act, and in which organizations.", WhoAmI::new),
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
        command(
            "doctor",
            "Finds what keeps Flowforge from working, and says what to do.",
            DoctorCommand::new),
        command(
            "config",
            "Shows the settings that hold for a server, and where they come from.",
            ConfigCommand::new),
        group(
            "migrate",
            "Moves from the older system, whose requests are adopted in place.",
            "flowforge migrate apply --dry-run",
            MigrationCommands::all),
        command(
            "repair",
            "Brings the documents in MongoDB in line with PostgreSQL, after a restore.",
            RepairCommand::new),
        command("help", "Shows the help of a command.", _ -> new HelpOnCommand()));
  }
}
