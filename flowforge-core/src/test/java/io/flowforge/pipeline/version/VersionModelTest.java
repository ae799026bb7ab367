package io.flowforge.pipeline.version;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ConflictException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.NewRequest;
import io.flowforge.request.RequestSubmission.Submitted;
import io.flowforge.request.key.SubmissionKey;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random calls about one pipeline, compared with a model: a list of versions, whether it is
 * archived, and what each key stands for.
 */
class VersionModelTest extends CoreTest {

  private static final int CALLS = 60;

  private final String json = Pipelines.chain(List.of(Pipelines.approval()));

  private final List<Pipeline> versions = new ArrayList<>();
  private final Map<String, String> requestOfKey = new HashMap<>();
  private final Map<String, String> bodyOfKey = new HashMap<>();
  private final Map<String, String> versionOfRequest = new HashMap<>();
  private boolean isArchived;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void behavesLikeTheModel(long seed) {
    var random = new Random(seed);
    versions.clear();
    versions.add(world.pipeline(json));
    isArchived = false;
    requestOfKey.clear();
    bodyOfKey.clear();
    versionOfRequest.clear();
    for (int i = 0; i < CALLS; i++) {
      Pipeline any = versions.get(random.nextInt(versions.size()));
      switch (random.nextInt(8)) {
        case 0, 1 -> edit(any, 1 + random.nextInt(versions.size()));
        case 2 -> edit(any, versions.size());
        case 3 -> archive(any, random.nextInt(3) == 0);
        case 4 -> submit(any, random.nextBoolean() ? null : any.version(), null, "{}");
        case 5 -> submit(any, versions.size(), null, "{}");
        default ->
            submit(
                any,
                null,
                "seed" + seed + "-" + random.nextInt(6),
                random.nextInt(4) == 0 ? "{\"who\": \"Ann\"}" : "{}");
      }
      compare();
    }
  }

  private Pipeline newest() {
    return versions.getLast();
  }

  private void edit(Pipeline any, int expected) {
    Optional<Pipeline> made =
        unlessConflict(
            () ->
                flowforge.pipelineVersions().create(ADMIN, any.id(), expected, world.draft(json)));
    assertThat(made.isPresent()).isEqualTo(!isArchived && expected == versions.size());
    made.ifPresent(
        version -> {
          assertThat(version.version()).isEqualTo(versions.size() + 1);
          assertThat(version.prevVersionId()).isEqualTo(newest().id());
          versions.add(version);
        });
  }

  private void archive(Pipeline any, boolean archived) {
    if (archived) {
      flowforge.pipelineArchive().archive(ADMIN, any.id());
    } else {
      flowforge.pipelineArchive().restore(ADMIN, any.id());
    }
    isArchived = archived;
  }

  private void submit(
      Pipeline any, @Nullable Integer version, @Nullable String key, String formData) {
    var data = World.object(formData);
    Optional<Submitted> submitted =
        unlessConflict(
            () ->
                flowforge
                    .requests()
                    .submission()
                    .create(
                        MEMBER,
                        new NewRequest(any.id(), world.orgId(), data, "", version),
                        key == null ? null : SubmissionKey.of(key, data)));
    if (key != null && requestOfKey.containsKey(key)) {
      boolean isSame = formData.equals(bodyOfKey.get(key));
      assertThat(submitted.isPresent()).isEqualTo(isSame);
      submitted.ifPresent(
          known -> {
            assertThat(known.isNew()).isFalse();
            assertThat(known.request().id()).isEqualTo(requestOfKey.get(key));
          });
      return;
    }
    assertThat(submitted.isPresent())
        .isEqualTo(!isArchived && (version == null || version == versions.size()));
    submitted.ifPresent(
        made -> {
          assertThat(made.isNew()).isTrue();
          assertThat(made.request().pipelineId()).isEqualTo(newest().id());
          assertThat(made.request().pipelineVersion()).isEqualTo(versions.size());
          versionOfRequest.put(made.request().id(), newest().id());
          if (key != null) {
            requestOfKey.put(key, made.request().id());
            bodyOfKey.put(key, formData);
          }
        });
  }

  private void compare() {
    List<Pipeline> listed = flowforge.pipelineReading().list(MEMBER, world.orgId()).toList();
    for (Pipeline version : versions) {
      boolean isListed = !isArchived && version.equals(newest());
      assertThat(listed.contains(version)).isEqualTo(isListed);
      StandingPipeline seen = flowforge.pipelineReading().get(MEMBER, version.id());
      assertThat(seen.pipeline()).isEqualTo(version);
      assertThat(seen.newestId()).isEqualTo(version.equals(newest()) ? null : newest().id());
      assertThat(seen.archivedOn() != null).isEqualTo(isArchived);
    }
    versionOfRequest.forEach(
        (id, version) ->
            assertThat(flowforge.requestStore().find(id).orElseThrow().pipelineId())
                .isEqualTo(version));
  }

  /** A call of the model's world. */
  private interface ModelCall<T> {
    T run();
  }

  private static <T> Optional<T> unlessConflict(ModelCall<T> call) {
    try {
      return Optional.of(call.run());
    } catch (ConflictException e) {
      return Optional.empty();
    }
  }
}
