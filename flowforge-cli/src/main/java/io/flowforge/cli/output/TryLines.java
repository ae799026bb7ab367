package io.flowforge.cli.output;

import static java.util.function.Predicate.not;

import io.flowforge.organization.Organization;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.seed.SeedUser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Commands with which a request of the stores is submitted, followed and approved, as two people
 * who can sign in with a password.
 */
final class TryLines {

  private static final String APPROVAL = "WAIT_FOR_APPROVAL";

  private final String program = ProgramName.forShell();
  private final StoredThings things;
  private final List<SeedUser> people;

  TryLines(StoredThings things, List<SeedUser> users) {
    this.things = things;
    this.people = users.stream().filter(user -> !user.password().isEmpty()).toList();
  }

  /** A request that waits for somebody, and who that is. */
  private record Scene(ServiceRequest request, SeedUser requester, SeedUser owner) {}

  /** Returns whether a request of the stores is open, and its people can sign in. */
  boolean isPossible() {
    return scene().isPresent();
  }

  void print(CommandLines lines) {
    scene().ifPresent(scene -> print(lines, scene));
  }

  private void print(CommandLines lines, Scene scene) {
    String asRequester = "--profile " + profile(scene.requester());
    String asOwner = "--profile " + profile(scene.owner());
    String id = scene.request().id();
    lines.print(List.of(program + " login", "--as " + word(scene.requester()), asRequester));
    List<String> submit = new ArrayList<>();
    Pipeline pipeline = submitted(scene);
    submit.add(program + " request submit " + ShellWord.of(name(pipeline)));
    submit.addAll(SampleForm.options(pipeline.form().fields()));
    submit.addAll(List.of("--start --follow", asRequester));
    lines.print(submit);
    lines.print(List.of(program + " run " + id, "--follow", asRequester));
    lines.print(List.of(program + " login", "--as " + word(scene.owner()), asOwner));
    lines.print(List.of(program + " request approve " + id, "--follow", asOwner));
  }

  /**
   * Returns the oldest request that an approval brings to its end; if possible, of an organization
   * that also has a pipeline without approval, to submit something to.
   */
  private Optional<Scene> scene() {
    return things.requests().stream()
        .filter(not(request -> request.status().isEnd()))
        .filter(request -> request.status() != RequestStatus.RUNNING)
        .filter(request -> things.pipelineOf(request).filter(TryLines::isApproved).isPresent())
        .sorted(
            Comparator.comparing(this::isAlwaysApproved).thenComparing(ServiceRequest::createdOn))
        .flatMap(request -> scene(request).stream())
        .findFirst();
  }

  private boolean isAlwaysApproved(ServiceRequest request) {
    return things.pipelines().stream()
        .filter(pipeline -> pipeline.orgId() == request.orgId())
        .allMatch(TryLines::isApproved);
  }

  private Optional<Scene> scene(ServiceRequest request) {
    Optional<SeedUser> requester = person(request.userId());
    Optional<SeedUser> owner =
        things
            .organization(request.orgId())
            .map(Organization::owner)
            .filter(not(request.userId()::equals))
            .flatMap(this::person);
    return requester.flatMap(one -> owner.map(other -> new Scene(request, one, other)));
  }

  /** Returns the pipeline to submit something to: one that ends by itself, if there is any. */
  private Pipeline submitted(Scene scene) {
    return things.pipelines().stream()
        .filter(pipeline -> pipeline.orgId() == scene.request().orgId())
        .min(Comparator.comparing(TryLines::isApproved))
        .orElseThrow();
  }

  private static boolean isApproved(Pipeline pipeline) {
    return pipeline.steps().stream().anyMatch(step -> step.stepType().equals(APPROVAL));
  }

  private String name(Pipeline pipeline) {
    boolean isUnique =
        things.pipelines().stream()
                .filter(other -> other.pipelineName().equals(pipeline.pipelineName()))
                .count()
            == 1;
    return isUnique ? pipeline.pipelineName() : pipeline.id();
  }

  private Optional<SeedUser> person(String userId) {
    return people.stream().filter(user -> user.userId().equals(userId)).findFirst();
  }

  /** Returns the first name of the person, if nobody else has it, or else the e-mail address. */
  private String word(SeedUser person) {
    String first = before(person.name(), ' ');
    boolean isUnique =
        people.stream().filter(user -> before(user.name(), ' ').equals(first)).count() == 1;
    return ShellWord.of(isUnique ? first : person.email());
  }

  private static String profile(SeedUser person) {
    return ShellWord.of(before(person.email(), '@'));
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
