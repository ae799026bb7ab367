package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.PipelineCatalog;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.FollowOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.connection.UnreachableException;
import io.flowforge.cli.output.Results;
import io.flowforge.error.FlowforgeException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request submit}. */
@Command(
    name = "submit",
    description = {
      "Submits a service request: the values of a form for a pipeline.",
      "It does not run before it is started, which --start does at once."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge request submit 'New repository' --set name=billing --start -f",
    exitCodeListHeading = "%nExit codes with --follow:%n",
    exitCodeList = {
      ExitCode.OK + ":the request completed",
      ExitCode.FAILED + ":it failed",
      ExitCode.WAITING + ":it waits for approval",
      ExitCode.REJECTED + ":an admin rejected it",
      ExitCode.CANCELLED + ":it was cancelled",
      ExitCode.TIMEOUT + ":the timeout passed; the request goes on"
    })
public final class SubmitRequest implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<pipeline>", description = "The id or name of the pipeline.")
  private String pipeline = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization, if several have such a pipeline.")
  private @Nullable String organization;

  @Mixin private FormOptions form = new FormOptions();

  @Option(
      names = "--remarks",
      paramLabel = "<text>",
      defaultValue = "",
      description = "A remark for those who approve.")
  private String remarks = "";

  @Mixin private KeyOption key = new KeyOption();

  @Option(names = "--start", description = "Start the request, too.")
  private boolean isStarting;

  @Mixin private FollowOptions following = new FollowOptions();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public SubmitRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean isFollowing = following.isFollowing(spec);
    if (isFollowing && !isStarting) {
      throw new ParameterException(spec.commandLine(), "--follow works only with --start");
    }
    Results results = output.results(context, spec);
    ObjectNode formData = form.read();
    try (Connection server = connection.open(context, spec)) {
      var catalog = new PipelineCatalog(server.api());
      JsonNode chosen = catalog.find(pipeline, Optional.ofNullable(organization));
      form.setIn(formData, chosen);
      var requests = new RequestClient(server.api());
      ObjectNode submission = submission(chosen, formData);
      if (key.value().isPresent()) {
        // The same after somebody has changed the pipeline: the first version stands for all.
        submission.set("pipeline_id", catalog.versions(chosen).getLast().path("id"));
        submission.remove("pipeline_version");
      }
      JsonNode request = requests.submit(submission, key.value());
      return submitted(requests, request, results);
    }
  }

  /**
   * Does what follows; if that fails, the id must not be lost, or the request is submitted twice.
   */
  private int submitted(RequestClient requests, JsonNode request, Results results)
      throws InterruptedException {
    String id = request.path("id").asText();
    boolean isFollowing = following.isFollowing(spec);
    String submitted = "Submitted service request " + id;
    if (isFollowing) {
      connection.tell(spec, submitted + ".");
    }
    try {
      if (isStarting) {
        requests.start(id);
      }
      if (isFollowing) {
        return following.follow(requests, id, results, spec);
      }
      results.done(
          () -> isStarting ? requests.details(id).path("service_request") : request,
          id,
          isStarting ? "Submitted and started service request " + id : submitted);
      return ExitCode.OK;
    } catch (FlowforgeException | UnreachableException e) {
      spec.commandLine().getErr().println(submitted + "; what followed failed:");
      throw e;
    }
  }

  private ObjectNode submission(JsonNode chosen, ObjectNode formData) {
    ObjectNode submission = JsonNodeFactory.instance.objectNode();
    submission.set("pipeline_id", chosen.path("id"));
    submission.set("pipeline_version", chosen.path("version"));
    submission.set("org_id", chosen.path("org_id"));
    submission.set("form_data", formData);
    return submission.put("remarks", remarks);
  }
}
