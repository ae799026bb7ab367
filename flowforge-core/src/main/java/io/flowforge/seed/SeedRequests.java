package io.flowforge.seed;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.seed.file.JsonFile;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.SeedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reader of the service requests in {@code requests/*.json}. */
final class SeedRequests {

  /** The fields of a file; other fields are rejected, because they would be lost. */
  private record RequestDraft(
      @Nullable String key,
      @Nullable String org,
      @Nullable String pipeline,
      @Nullable String requester,
      @Nullable String remarks,
      @Nullable ObjectNode formData) {}

  private final SeedUsers users;
  private final SeedOrganizations organizations;
  private final SeedMemberships memberships;
  private final SeedPipelines pipelines;
  private final SubmissionValidator submissions;
  private final Problems problems;

  SeedRequests(
      SeedUsers users,
      SeedOrganizations organizations,
      SeedMemberships memberships,
      SeedPipelines pipelines,
      SubmissionValidator submissions,
      Problems problems) {
    this.users = users;
    this.organizations = organizations;
    this.memberships = memberships;
    this.pipelines = pipelines;
    this.submissions = submissions;
    this.problems = problems;
  }

  List<SeedRequest> read(SeedSource source, ObjectReader reader) {
    if (!source.has(SeedPart.REQUESTS)) {
      return List.of();
    }
    ObjectReader strict =
        reader
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    List<SeedRequest> requests = new ArrayList<>();
    Map<String, String> placeOf = new HashMap<>();
    for (JsonFile file : JsonFile.allIn(source.directory(), "requests", problems)) {
      Optional<SeedRequest> request =
          file.as(RequestDraft.class, strict, problems)
              .flatMap(draft -> request(file.place(), draft));
      request.ifPresent(requests::add);
      request
          .map(read -> placeOf.putIfAbsent(read.id(), file.place()))
          .ifPresent(
              same ->
                  problems.add(
                      file.place(),
                      "its key is already used in %s; choose another".formatted(same)));
    }
    return requests;
  }

  private Optional<SeedRequest> request(String place, RequestDraft draft) {
    String key = required(place, "key", draft.key());
    String org = required(place, "org", draft.org());
    String name = required(place, "pipeline", draft.pipeline());
    String email = required(place, "requester", draft.requester());
    Optional<SeedOrganization> organization = organizations.require(place, org, problems);
    Optional<SeedUser> requester = users.require(place, "requester", email, problems);
    if (email.isEmpty() || organization.isEmpty()) {
      return Optional.empty();
    }
    requester.ifPresent(user -> requireMember(place, email, user, organization.get()));
    Optional<SeedPipeline> pipeline = pipelines.named(org, name);
    if (pipeline.isEmpty() && !name.isEmpty() && !pipelines.mayHave(org, name)) {
      problems.add(
          place,
          "'%s' has no pipeline '%s'; add it to %s, or correct the name"
              .formatted(org, name, pipelines.place()));
    }
    ObjectNode formData =
        draft.formData() == null ? JsonNodeFactory.instance.objectNode() : draft.formData();
    return pipeline.map(
        found ->
            new SeedRequest(
                StableId.ofRequest(org, key),
                found,
                requester.map(SeedUser::userId).orElse(""),
                draft.remarks() == null ? "" : draft.remarks(),
                checked(place, found, formData)));
  }

  private void requireMember(
      String place, String email, SeedUser user, SeedOrganization organization) {
    // An organization without an owner has another problem, and the owner may be this user.
    boolean isExcused = organization.owner().isEmpty() || memberships.mayHave(email);
    if (!isExcused && !memberships.has(organization.name(), user.userId())) {
      problems.add(
          place,
          "requester '%s' is not a member of '%s'; add the membership to membership.csv"
              .formatted(email, organization.name()));
    }
  }

  private String required(String place, String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      problems.add(place, "missing required field: '%s'; fill it in".formatted(field));
      return "";
    }
    return value;
  }

  /** Returns the form data as it is to be stored. */
  private ObjectNode checked(String place, SeedPipeline pipeline, ObjectNode formData) {
    try {
      return submissions.validate(
          pipeline.definition().form(), pipeline.definition().steps(), formData);
    } catch (InvalidException e) {
      e.details()
          .forEach(
              problem -> problems.add(place, problem + "; see the form in " + pipeline.place()));
      return formData;
    }
  }
}
