package io.flowforge.server.api.version;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.pipeline.diff.MemberChange;
import io.flowforge.pipeline.diff.PartChanges;
import io.flowforge.pipeline.diff.PipelineDiff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between two versions of a pipeline, in a response. */
record DiffJson(
    VersionJson from, VersionJson to, List<MemberJson> members, PartsJson steps, PartsJson fields) {

  record VersionJson(String id, int version) {

    static VersionJson of(Pipeline pipeline) {
      return new VersionJson(pipeline.id(), pipeline.version());
    }
  }

  /** A member whose value is absent in one of the versions has only the other value. */
  record MemberJson(
      String member,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode from,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode to) {

    static List<MemberJson> of(List<MemberChange> changes) {
      return changes.stream()
          .map(change -> new MemberJson(change.member(), change.from(), change.to()))
          .toList();
    }
  }

  record PartsJson(List<String> added, List<String> removed, List<PartJson> changed) {

    static PartsJson of(PartChanges changes) {
      return new PartsJson(
          changes.added(),
          changes.removed(),
          changes.changed().stream()
              .map(part -> new PartJson(part.name(), MemberJson.of(part.members())))
              .toList());
    }
  }

  record PartJson(String name, List<MemberJson> members) {}

  static DiffJson of(PipelineDiff diff) {
    return new DiffJson(
        VersionJson.of(diff.from()),
        VersionJson.of(diff.to()),
        MemberJson.of(diff.members()),
        PartsJson.of(diff.steps()),
        PartsJson.of(diff.fields()));
  }
}
