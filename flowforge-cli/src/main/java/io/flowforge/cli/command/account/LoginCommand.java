package io.flowforge.cli.command.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.cli.folders.UserFolders;
import io.flowforge.cli.login.AccessTokens;
import io.flowforge.cli.login.Profiles;
import io.flowforge.cli.login.flow.CallbackPorts;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.json.Json;
import io.flowforge.seed.SeedUser;
import io.flowforge.text.OneLine;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code flowforge login}: gets tokens from the server's issuer, and stores them. */
@Command(
    name = "login",
    description = {
      "Signs in to a server, and stores the sign-in for other commands.",
      "The sign-in has a name, its profile, and is renewed as long as the issuer allows."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  flowforge login --server https://flowforge.example.com",
      "  flowforge login --as ada"
    })
public final class LoginCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final ProjectFolders folders;
  private final ObjectMapper json = Json.mapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ProfileOption profile = new ProfileOption();

  @ArgGroup private LoginWay way = new LoginWay();

  @Option(
      names = "--server",
      paramLabel = "<url>",
      description = {
        "URL of the server (default: $FLOWFORGE_SERVER, the one of the profile, or a",
        "running flowforge up)."
      })
  private @Nullable String server;

  @Option(
      names = "--client-id",
      paramLabel = "<id>",
      description = "Client at the issuer (default: the one that the server names).")
  private @Nullable String clientId;

  @Option(
      names = "--callback-port",
      paramLabel = "<port>",
      description = {
        "Port of 127.0.0.1 to which the browser returns (default: the first free one of",
        "18990 to 18992, or any)."
      })
  private @Nullable Integer callbackPort;

  @Option(
      names = "--scope",
      paramLabel = "<scope>",
      description = {
        "With --machine: the scope to ask for (default: none). Entra needs one, such as",
        "api://<id of the API>/.default."
      })
  private @Nullable String scope;

  public LoginCommand(Map<String, String> environment, ProjectFolders folders) {
    this.environment = environment;
    this.folders = folders;
  }

  @Override
  public Integer call() {
    checkUsage();
    var profiles = new Profiles(UserFolders.of(environment));
    var servers = new LoginServer(environment, folders, profiles, json);
    try (var calls = new IssuerCalls(json)) {
      if (way.as == null) {
        URI chosen = servers.choose(Optional.ofNullable(server), profile.name(environment));
        signIn(begin(calls, chosen, profiles));
      } else {
        RunningUp up = servers.running(Optional.ofNullable(server));
        SeedUser person = new SamplePeople(SeedUser.allIn(up.seedData())).named(way.as);
        begin(calls, up.url(), profiles).samplePerson(up, person);
      }
    }
    return ExitCode.OK;
  }

  private SignIn begin(IssuerCalls calls, URI chosen, Profiles profiles) {
    return SignIn.begin(
        new SignIn.Context(calls, json, profiles, InstantSource.system(), this::tell),
        chosen,
        profile.name(environment),
        Optional.ofNullable(clientId));
  }

  private void signIn(SignIn signIn) {
    var browsers = new Browsers(environment, ports());
    if (way.machine) {
      String known = environment.getOrDefault(AccessTokens.SECRET_VARIABLE, "");
      signIn.machine(
          known.isEmpty()
              ? SecretSource.ofProcess().read("Secret of the client " + clientId)
              : known,
          known.isEmpty(),
          scope);
    } else if (way.device || (!way.browser && !browsers.canOpen() && signIn.hasDeviceFlow())) {
      signIn.device();
    } else {
      signIn.browser(browsers);
    }
  }

  private CallbackPorts ports() {
    return callbackPort == null ? CallbackPorts.USUAL : CallbackPorts.only(callbackPort);
  }

  private void checkUsage() {
    if (way.machine && clientId == null) {
      throw new ParameterException(spec.commandLine(), "--machine needs --client-id <id>");
    }
    if (scope != null && (!way.machine || scope.isBlank())) {
      throw new ParameterException(
          spec.commandLine(),
          scope.isBlank()
              ? "--scope must not be blank"
              : "--scope is for --machine; for people, the server names the scopes (OIDC_SCOPES)");
    }
    if (callbackPort != null && (callbackPort < 0 || callbackPort > 65_535)) {
      throw new ParameterException(
          spec.commandLine(), "--callback-port must be a port from 0 to 65535");
    }
  }

  /** Tells the person; what the issuer sent must not control the terminal. */
  private void tell(String line) {
    spec.commandLine().getErr().println(OneLine.of(line));
    spec.commandLine().getErr().flush();
  }
}
