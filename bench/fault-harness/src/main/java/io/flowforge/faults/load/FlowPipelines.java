package io.flowforge.faults.load;

import io.flowforge.faults.cluster.Cluster.PipelineContext;
import java.util.List;

/**
 * The pipelines of the load whose steps build on each other: outputs, conditions, polls, delays and
 * callbacks.
 */
final class FlowPipelines {

  private static final String PIPELINE =
      """
      {"org": "ORGANIZATION", "pipeline_name": "NAME", "first_step_name": "s1",
       "form": {"fields": [
         {"name": "ticket", "title": "Ticket", "type": "input", "required": true}]},
       "steps": [STEPS]}
      """;

  /** Without a limit for all attempts, because looks belong to the attempt of their call. */
  private static final String RETRY =
      """
      "timeout_seconds": 4,
      "retry": {"max_attempts": 8, "initial_delay_seconds": 0.5, "max_delay_seconds": 4}
      """;

  private static final String OUTPUTS_AND_CONDITIONS =
      """
      {"step_id": "first", "step_name": "s1", "step_type": "API",
       "prev_step_name": "", "next_step_name": "s2-if-even", "is_terminal_step": false,
       "parameters": {"method": "POST", "url": "URL/s1", "data": {"ticket": "${ticket}"}},
       "outputs": {"value": {"from": "/value"}, "parity": {"from": "/parity"},
                   "token": {"from": "/token", "secret": true}}, RETRY},
      {"step_name": "s2-if-even", "step_type": "API", "when": "steps.first.parity == 'even'",
       "prev_step_name": "s1", "next_step_name": "s3-if-odd", "is_terminal_step": false,
       "parameters": {"method": "POST", "url": "URL/s2-if-even", "data": {"ticket": "${ticket}"}},
       RETRY},
      {"step_name": "s3-if-odd", "step_type": "API", "when": "form.ticket.matches('[13579]$')",
       "prev_step_name": "s2-if-even", "next_step_name": "s4", "is_terminal_step": false,
       "parameters": {"method": "POST", "url": "URL/s3-if-odd", "data": {"ticket": "${ticket}"}},
       RETRY},
      {"step_name": "s4", "step_type": "API",
       "prev_step_name": "s3-if-odd", "next_step_name": "", "is_terminal_step": true,
       "parameters": {"method": "POST", "url": "URL/s4",
                      "headers": {"X-Output": "${steps.first.token}"},
                      "data": {"ticket": "${ticket}",
                               "used": {"from": "s1", "value": "${steps.first.value}"}}}}
      """;

  private static final String POLL_AND_DELAY =
      """
      {"step_name": "s1", "step_type": "API",
       "prev_step_name": "", "next_step_name": "s2-poll", "is_terminal_step": false,
       "parameters": {"method": "POST", "url": "URL/s1", "data": {"ticket": "${ticket}"}}, RETRY},
      {"step_id": "job", "step_name": "s2-poll", "step_type": "API",
       "prev_step_name": "s1", "next_step_name": "s3-delay", "is_terminal_step": false,
       "parameters": {"method": "POST", "url": "URL/s2-poll", "data": {"ticket": "${ticket}"},
                      "poll": {"until": "response.status == 200 && response.body.state == 'done'",
                               "every_seconds": 0.5, "max_seconds": 600}},
       "outputs": {"value": {"from": "/value"}}, RETRY},
      {"step_name": "s3-delay", "step_type": "DELAY",
       "prev_step_name": "s2-poll", "next_step_name": "s4-delayed", "is_terminal_step": false,
       "parameters": {"for": "PT3S"}},
      {"step_name": "s4-delayed", "step_type": "API",
       "prev_step_name": "s3-delay", "next_step_name": "", "is_terminal_step": true,
       "parameters": {"method": "POST", "url": "URL/s4-delayed",
                      "data": {"ticket": "${ticket}",
                               "used": {"from": "s2-poll", "value": "${steps.job.value}"}}}}
      """;

  private static final String CALLBACK =
      """
      {"step_name": "s1", "step_type": "API",
       "prev_step_name": "", "next_step_name": "s2-callback", "is_terminal_step": false,
       "parameters": {"method": "POST", "url": "URL/s1",
                      "data": {"ticket": "${ticket}", "callback": "${callback.url}"}}, RETRY},
      {"step_id": "answer", "step_name": "s2-callback", "step_type": "WAIT_FOR_CALLBACK",
       "prev_step_name": "s1", "next_step_name": "s3", "is_terminal_step": false,
       "parameters": {"expires_after": "PT1H"}, "outputs": {"value": {"from": "/value"}}},
      {"step_name": "s3", "step_type": "API",
       "prev_step_name": "s2-callback", "next_step_name": "", "is_terminal_step": true,
       "parameters": {"method": "POST", "url": "URL/s3",
                      "data": {"ticket": "${ticket}",
                               "used": {"from": "s2-callback",
                                        "value": "${steps.answer.value}"}}}}
      """;

  private FlowPipelines() {}

  /** Returns the pipelines, as seed files. */
  static List<String> all(PipelineContext context) {
    return List.of(
        pipeline("outputs and conditions", OUTPUTS_AND_CONDITIONS, context),
        pipeline("a poll and a delay", POLL_AND_DELAY, context),
        pipeline("a callback", CALLBACK, context));
  }

  private static String pipeline(String name, String steps, PipelineContext context) {
    String url = context.urlOf().apply("");
    return PIPELINE
        .replace("ORGANIZATION", context.organization())
        .replace("NAME", name)
        .replace("STEPS", steps)
        .replace("RETRY", RETRY)
        .replace("URL/", url);
  }
}
