package io.flowforge.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The addresses in the stored pipelines of an organization, for a service that has moved. */
public final class PipelineAddresses {

  private final PipelineStore pipelines;
  private final ObjectMapper json;

  public PipelineAddresses(PipelineStore pipelines, ObjectMapper json) {
    this.pipelines = pipelines;
    this.json = json;
  }

  /**
   * Replaces an address in the parameters of steps, and in descriptions. The version stays: forms
   * that people are filling in stay valid.
   *
   * @param from the beginning of URLs, such as {@code http://127.0.0.1:8089}
   */
  public void replace(int orgId, String from, String to) {
    for (Pipeline pipeline : pipelines.ofOrganization(orgId).toList()) {
      Pipeline moved = replaced(pipeline, from, to);
      if (!moved.equals(pipeline)) {
        pipelines.save(moved);
      }
    }
  }

  private Pipeline replaced(Pipeline pipeline, String from, String to) {
    List<Step> steps = pipeline.steps().stream().map(step -> replaced(step, from, to)).toList();
    return new Pipeline(
        pipeline.id(),
        pipeline.userId(),
        pipeline.orgId(),
        pipeline.pipelineName(),
        replaced(pipeline.pipelineDescription(), from, to),
        pipeline.version(),
        pipeline.prevVersionId(),
        pipeline.firstStepName(),
        steps,
        pipeline.createdOn(),
        pipeline.form());
  }

  private Step replaced(Step step, String from, String to) {
    String parameters = step.parameters().toString();
    String moved = replaced(parameters, from, to);
    return moved.equals(parameters) ? step : step.with(object(moved));
  }

  /** Replaces the address, but not the beginning of another one with a longer port. */
  private static String replaced(String text, String from, String to) {
    var result = new StringBuilder();
    int done = 0;
    int found = text.indexOf(from);
    while (found >= 0) {
      int end = found + from.length();
      boolean isWhole = end == text.length() || !Character.isDigit(text.charAt(end));
      result.append(text, done, found).append(isWhole ? to : from);
      done = end;
      found = text.indexOf(from, end);
    }
    return result.append(text, done, text.length()).toString();
  }

  private ObjectNode object(String text) {
    try {
      return json.readValue(text, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("replacing an address left no JSON", e);
    }
  }
}
