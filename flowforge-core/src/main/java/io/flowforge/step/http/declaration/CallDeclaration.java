package io.flowforge.step.http.declaration;

import static io.flowforge.pipeline.declaration.ValueType.BOOLEAN;
import static io.flowforge.pipeline.declaration.ValueType.NULL;
import static io.flowforge.pipeline.declaration.ValueType.NUMBER;
import static io.flowforge.pipeline.declaration.ValueType.OBJECT;
import static io.flowforge.pipeline.declaration.ValueType.STRING;

import io.flowforge.pipeline.declaration.ParameterDeclaration;
import io.flowforge.pipeline.declaration.StepDeclaration;
import io.flowforge.step.http.body.Escape;
import io.flowforge.step.http.poll.Polling;
import java.util.List;

/** The parameters of {@code API}, as authors know them. */
public final class CallDeclaration {

  /** The name of the step type. */
  public static final String NAME = "API";

  /** The methods of a call, in upper case. */
  public static final List<String> METHODS =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  /** The maximum number of headers. */
  public static final int MAX_HEADERS = 100;

  /** A URL whose scheme, host and port are literal: form data cannot choose the target. */
  private static final String URL =
      "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@$\\\\ \\t\\n\\u000b\\f\\r]+([/?#]|$)";

  private static final ParameterDeclaration POLL =
      ParameterDeclaration.of(
              Polling.POLL,
              "looks at the target, again and again, until a condition holds for its response",
              OBJECT)
          .withoutPlaceholders()
          .with(
              List.of(
                  ParameterDeclaration.of(
                          Polling.UNTIL,
                          "the condition (CEL) on `response` that completes the step, such as"
                              + " `response.body.state == 'done'`",
                          STRING)
                      .withoutPlaceholders()
                      .required(),
                  ParameterDeclaration.of(
                          Polling.FAIL_WHEN,
                          "the condition on `response` that fails the step; it is asked before"
                              + " `until`",
                          STRING)
                      .withoutPlaceholders(),
                  ParameterDeclaration.of(
                          Polling.EVERY,
                          "the time between two looks, from 0.5 to 3600 s; `Retry-After` makes it"
                              + " longer",
                          NUMBER)
                      .withoutPlaceholders()
                      .required(),
                  ParameterDeclaration.of(
                          Polling.MAX,
                          "the time from the first response to the last look, in seconds; at least"
                              + " `every_seconds`, at most the operator's `MAX_WAIT_SECONDS`",
                          NUMBER)
                      .withoutPlaceholders()
                      .required()));

  public static final StepDeclaration VALUE =
      new StepDeclaration(
          NAME,
          "Calls an HTTP service. The step completes if the status code of the response is 2xx, or"
              + " one of the step's success_codes.",
          List.of(
              ParameterDeclaration.of(
                      "method", "the method of the call, in upper or lower case", STRING)
                  .required()
                  .oneOfIgnoringCase(METHODS),
              ParameterDeclaration.of(
                      "url",
                      "`http://` or `https://`, at most 8,000 characters; scheme, host and port are"
                          + " literal, placeholders may follow. Host names may be international",
                      STRING)
                  .required()
                  .matching(URL),
              ParameterDeclaration.of(
                      "headers",
                      "the headers by name, at most 100, each with its name at most 8 KB of printable"
                          + " ASCII on one line. A header with the value `null` counts as absent."
                          + " `Host`, `Content-Length`, `Transfer-Encoding` and other headers that"
                          + " control the transmission are rejected",
                      OBJECT)
                  .withValues(MAX_HEADERS, STRING, NUMBER, BOOLEAN, NULL),
              ParameterDeclaration.of("data", "the request body: JSON, or a string"),
              ParameterDeclaration.of(
                      "escape",
                      "how values are escaped in a string `data`; by default, the `Content-Type`"
                          + " decides",
                      STRING)
                  .oneOf(Escape.labels()),
              POLL));

  private CallDeclaration() {}
}
