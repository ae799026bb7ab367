package io.flowforge.testing;

import java.util.List;

/** Pipelines for tests, as JSON for {@link World#pipeline}. */
public final class Pipelines {

  private Pipelines() {}

  /** One API step that calls the URL. */
  public static String call(String url) {
    return chain(List.of(api(url)));
  }

  /** A call, an approval, and the call again. */
  public static String callApproveCall(String url) {
    return chain(List.of(api(url), approval(), api(url)));
  }

  /** Steps named s1, s2 and so on, one after another, and a form with the fields who and why. */
  public static String chain(List<String> steps) {
    var json = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      boolean isLast = i == steps.size() - 1;
      json.append(i == 0 ? "" : ",")
          .append("{\"step_name\":\"s%s\",".formatted(i + 1))
          .append("\"prev_step_name\":\"%s\",".formatted(i == 0 ? "" : "s" + i))
          .append("\"next_step_name\":\"%s\",".formatted(isLast ? "" : "s" + (i + 2)))
          .append("\"is_terminal_step\":%s,".formatted(isLast))
          .append(steps.get(i))
          .append('}');
    }
    return """
        {"org_id": %d, "pipeline_name": "p", "first_step_name": "s1",
         "form": {"fields": [
           {"name": "who", "title": "Who", "type": "input"},
           {"name": "why", "title": "Why", "type": "input"}]},
         "steps": ["""
        + json
        + "]}";
  }

  public static String api(String url) {
    return """
        "step_type": "API", "parameters": {"method": "POST", "url": "%s",
          "data": {"who": "${who}"}}"""
        .formatted(url);
  }

  public static String approval() {
    return "\"step_type\": \"WAIT_FOR_APPROVAL\"";
  }
}
