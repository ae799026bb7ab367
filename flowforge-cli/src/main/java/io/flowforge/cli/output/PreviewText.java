package io.flowforge.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;

/** The preview of a pipeline as people read it: each step with its call, as an HTTP request. */
public final class PreviewText {

  private static final String INDENT = "   ";
  private static final int MIN_WIDTH = 20;

  private final PrintWriter out;
  private final int width;

  /**
   * @param width where lines are broken; 0 for nowhere
   */
  public PreviewText(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  /** Prints the answer of {@code POST /api/pipeline/preview}. */
  public void print(JsonNode preview) {
    int number = 0;
    for (JsonNode step : preview.path("steps")) {
      if (number > 0) {
        out.println();
      }
      number++;
      print(number, step);
    }
    int omitted = preview.path("omitted_steps").asInt();
    if (omitted > 0) {
      out.println();
      line("", "Left out, because the preview has its maximum size: %d steps".formatted(omitted));
    }
    out.flush();
  }

  private void print(int number, JsonNode step) {
    line(
        "",
        "%d. %s (%s)"
            .formatted(number, step.path("step_name").asText(), step.path("step_type").asText()));
    if (step.has("problem")) {
      line(INDENT, "Problem: " + step.path("problem").asText());
    }
    JsonNode notes = step.path("notes");
    notes.forEach(note -> line(INDENT, note.asText()));
    JsonNode call = step.path("call");
    if (call.isMissingNode()) {
      if (!step.has("problem") && notes.isEmpty()) {
        line(INDENT, step.path("description").asText());
      }
      return;
    }
    line(INDENT, call.path("method").asText() + " " + call.path("url").asText());
    call.path("headers")
        .properties()
        .forEach(header -> line(INDENT, header.getKey() + ": " + header.getValue().asText()));
    String body = call.path("body").asText();
    if (!body.isEmpty()) {
      out.println();
      body.lines().forEach(line -> line(INDENT, line));
    }
  }

  /** Prints one line, or several if it is too long, without control characters. */
  private void line(String indent, String text) {
    String rest = OneLine.of(text).stripTrailing();
    int room = width == 0 ? Integer.MAX_VALUE : Math.max(MIN_WIDTH, width - indent.length());
    while (rest.codePointCount(0, rest.length()) > room) {
      int end = rest.offsetByCodePoints(0, room);
      int blank = rest.lastIndexOf(' ', end);
      // Words stay whole where there are words; a long URL is broken anywhere.
      int cut = blank > end / 2 ? blank : end;
      out.println(indent + rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    out.println((indent + rest).stripTrailing());
  }
}
