package io.flowforge.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestPage;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.StepLogPage;
import io.flowforge.request.StepState;
import io.flowforge.server.api.PipelineJson.FormJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A service request as clients see it. */
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
  record PageJson(List<RequestJson> data, Metadata metadata) {

    record Metadata(long totalCount) {}

    static PageJson of(RequestPage page) {
      return new PageJson(
          page.requests().stream().map(RequestJson::of).toList(), new Metadata(page.totalCount()));
    }
  }

  /** A request with what a page about it shows. */
  record DetailsJson(
      RequestJson serviceRequest,
      Map<String, StepJson> steps,
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

  /** How far a request is. */
  record StepsJson(
      String serviceRequestId,
      String pipelineId,
      int pipelineVersion,
      String firstStepName,
      Map<String, StepJson> steps) {

    static StepsJson of(RequestDetails details) {
      return new StepsJson(
          details.request().id(),
          details.pipeline().id(),
          details.request().pipelineVersion(),
          details.pipeline().firstStepName(),
          stepsByName(details.steps()));
    }
  }

  record StepJson(
      String name, String status, Instant updatedAt, String updatedBy, String nextStepName) {}

  /** Lines of a step's log. */
  record LogJson(String stepName, List<String> logs, boolean endOfLogs, int nextOffset) {

    static LogJson of(StepLogPage page) {
      return new LogJson(page.stepName(), page.lines(), page.isEnd(), page.nextOffset());
    }
  }

  /** In the order in which they run, for readers of the JSON. */
  private static Map<String, StepJson> stepsByName(List<StepState> states) {
    Map<String, StepJson> steps = new LinkedHashMap<>();
    for (StepState state : states) {
      steps.put(
          state.name(),
          new StepJson(
              state.name(),
              state.status().label(),
              state.updatedAt(),
              state.updatedBy(),
              state.nextStepName()));
    }
    return steps;
  }
}
