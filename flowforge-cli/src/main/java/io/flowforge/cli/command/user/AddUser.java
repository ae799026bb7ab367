package io.flowforge.cli.command.user;

import static java.util.Objects.requireNonNull;

import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.identity.NewUser;
import io.flowforge.identity.User;
import io.flowforge.json.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge user add}. */
@Command(
    name = "add",
    description = {
      "Adds a user to the stores, before the first sign-in or for a machine.",
      "A machine signs in with client credentials; its user id is <client>@clients."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge user add --machine 4kQ2xAbCdEfG --name 'Nightly build'")
public final class AddUser implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Identity identity = new Identity();

  @Option(
      names = "--name",
      paramLabel = "<name>",
      required = true,
      description = "The name that others see.")
  private String name = "";

  @Option(
      names = "--email",
      paramLabel = "<address>",
      defaultValue = "",
      description = "The e-mail address; machines have none.")
  private String email = "";

  /** A person or a machine. */
  static final class Identity {

    @Parameters(paramLabel = "<user-id>", description = "The id of a person, such as auth0|65f0.")
    private @Nullable String userId;

    @Option(
        names = "--machine",
        paramLabel = "<client-id>",
        description = "The id of a machine's client at the issuer.")
    private @Nullable String client;

    NewUser user(String name, String email) {
      return client != null
          ? NewUser.machine(client, name)
          : NewUser.person(requireNonNull(userId), name, email);
    }
  }

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public AddUser(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    NewUser user = identity.user(name, email);
    try (Connection server = connection.open(context, spec)) {
      User added = server.core().userService().add(user);
      output
          .results(context, spec)
          .done(
              () -> Json.mapper().valueToTree(added),
              added.userId(),
              "Added user " + added.userId());
      return ExitCode.OK;
    }
  }
}
