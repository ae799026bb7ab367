package io.flowforge.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestPage;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepState;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.waiting.WaitReason;
import io.flowforge.server.api.PipelineJson.FormJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service request in a response. */
record RequestJson(
    String id,
    String userId,
    int orgId,
    String pipelineId,
    String pipelineName,
    int pipelineVersion,
    String status,
    Instant createdOn,
    Instant lastUpdated,
    String remarks,
    ObjectNode formData) {

  static RequestJson of(ServiceRequest request) {
    return new RequestJson(
        request.id(),
        request.userId(),
        request.orgId(),
        request.pipelineId(),
        request.pipelineName(),
        request.pipelineVersion(),
        request.status().label(),
        request.createdOn(),
        request.lastUpdated(),
        request.remarks(),
        request.formData());
  }

  /** One page of a list. */
  record PageJson(Iterable<RequestJson> data, Metadata metadata) {

    record Metadata(long totalCount) {}

    static PageJson of(RequestPage page) {
      return new PageJson(page.requests().map(RequestJson::of), new Metadata(page.totalCount()));
    }
  }

  /** A request with its steps and its pipeline. */
  record DetailsJson(
      RequestJson serviceRequest,
      Map<String, RequestStepJson> steps,
      String firstStepName,
      PipelinePart pipeline) {

    record PipelinePart(String name, FormJson form) {}

    static DetailsJson of(RequestDetails details) {
      return new DetailsJson(
          RequestJson.of(details.request()),
          stepsByName(details.steps()),
          details.pipeline().firstStepName(),
          new PipelinePart(
              details.pipeline().pipelineName(), FormJson.of(details.pipeline().form())));
    }
  }

  /** The steps of a request. */
  record StepsJson(
      String serviceRequestId,
      String pipelineId,
      int pipelineVersion,
      String firstStepName,
      Map<String, RequestStepJson> steps) {

    static StepsJson of(RequestDetails details) {
      return new StepsJson(
          details.request().id(),
          details.pipeline().id(),
          details.request().pipelineVersion(),
          details.pipeline().firstStepName(),
          stepsByName(details.steps()));
    }
  }

  record RequestStepJson(
      String name,
      String status,
      Instant updatedAt,
      String updatedBy,
      String nextStepName,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean rejected,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean skipped,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String waitsFor) {}

  /** A page of a step's log. */
  record LogJson(String stepName, List<String> logs, boolean endOfLogs, int nextOffset) {

    static LogJson of(StepLogPage page) {
      return new LogJson(page.stepName(), page.lines(), page.isEnd(), page.nextOffset());
    }
  }

  /** Returns the steps by name, in the order in which they run. */
  private static Map<String, RequestStepJson> stepsByName(List<StepState> states) {
    Map<String, RequestStepJson> steps = new LinkedHashMap<>();
    for (StepState state : states) {
      steps.put(
          state.name(),
          new RequestStepJson(
              state.name(),
              state.status().label(),
              state.updatedAt(),
              state.updatedBy(),
              state.nextStepName(),
              // Absent otherwise, as older clients know it.
              state.isRejected() ? true : null,
              state.isSkipped() ? true : null,
              state.waitsFor().map(WaitReason::label).orElse(null)));
    }
    return steps;
  }
}
