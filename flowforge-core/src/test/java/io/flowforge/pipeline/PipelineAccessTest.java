package io.flowforge.pipeline;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.Flowforge;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.mongo.BsonValues;
import io.flowforge.pipeline.version.PipelineReading;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pipelines are read by the members of their organization and created by its admins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineAccessTest {

  private final TestStores stores = new TestStores();
  private final Flowforge flowforge = Flowforge.open(stores.settings(), InstantSource.system());
  private final World world = new World(flowforge);
  private final PipelineReading pipelines = flowforge.pipelineReading();
  private final Pipeline pipeline = world.pipeline(Pipelines.call("http://127.0.0.1:1/"));

  @AfterAll
  void close() {
    flowforge.close();
    stores.close();
  }

  @Test
  void membersReadThem() {
    assertThat(pipelines.get(MEMBER, pipeline.id()).pipeline()).isEqualTo(pipeline);
    assertThat(pipelines.list(MEMBER, world.orgId())).contains(pipeline);
  }

  /** Admins see what they wrote; members see its shape, and the placeholders. */
  @Test
  void membersSeeNoLiteralSecrets() {
    Pipeline secret =
        world.pipeline(
            Pipelines.chain(
                List.of(
                    """
                    "step_type": "API", "parameters": {"method": "POST", "url": "https://h/?token=hush&who=${who}",
                      "headers": {"X-Functions-Key": "hush", "X-Who": "${who}", "Accept": "a/b"},
                      "data": "{\\"password\\": \\"hush\\", \\"why\\": \\"${why}\\"}"}""",
                    Pipelines.approval())));
    var masked =
        JsonText.object(
            """
            {'method': 'POST', 'url': 'https://h/?token=***&who=${who}',
             'headers': {'X-Functions-Key': '***', 'X-Who': '${who}', 'Accept': 'a/b'},
             'data': '{"password": "***", "why": "${why}"}'}
            """);

    for (Caller admin : List.of(ADMIN, World.OWNER, new Caller.Operator("test"))) {
      assertThat(pipelines.get(admin, secret.id()).pipeline()).isEqualTo(secret);
      assertThat(pipelines.list(admin, world.orgId())).contains(secret);
    }
    assertThat(pipelines.get(MEMBER, secret.id()).pipeline().steps().getFirst().parameters())
        .isEqualTo(masked);
    assertThat(pipelines.list(MEMBER, world.orgId()))
        .contains(pipelines.get(MEMBER, secret.id()).pipeline())
        .doesNotContain(secret);
  }

  @Test
  void othersCannotTellThemFromMissingOnes() {
    String missing = BsonValues.newId();

    assertThat(refusal(STRANGER, pipeline.id()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("pipeline " + pipeline.id() + " not found");
    assertThat(refusal(STRANGER, missing))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("pipeline " + missing + " not found");
  }

  @Test
  void anOwnOrganizationDoesNotHelp() {
    int own =
        flowforge
            .organizationService()
            .create((Caller.Person) STRANGER, DisplayName.of("name", "Sam's"))
            .orgId();

    assertThat(refusal(STRANGER, pipeline.id())).isInstanceOf(NotFoundException.class);
    assertThat(pipelines.list(STRANGER, own)).isEmpty();
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> pipelines.list(STRANGER, world.orgId()));
  }

  @Test
  void membersDoNotCreateThem() {
    var draft =
        new PipelineDraft(
            world.orgId(),
            "p",
            "",
            "s",
            List.of(
                new PipelineDraft.StepDraft(
                    "s",
                    "WAIT_FOR_APPROVAL",
                    "",
                    "",
                    JsonText.object("{}"),
                    true,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)),
            null);

    List<Pipeline> before = pipelines.list(ADMIN, world.orgId()).toList();
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> flowforge.pipelines().create(MEMBER, draft));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> flowforge.pipelines().create(STRANGER, draft));
    assertThat(pipelines.list(ADMIN, world.orgId()).toList()).isEqualTo(before);
  }

  private FlowforgeException refusal(Caller caller, String id) {
    try {
      var _ = pipelines.get(caller, id);
    } catch (FlowforgeException e) {
      return e;
    }
    throw new AssertionError("pipeline " + id + " was shown");
  }
}
