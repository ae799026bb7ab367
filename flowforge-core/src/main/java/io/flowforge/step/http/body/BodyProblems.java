package io.flowforge.step.http.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.media.BodyCharset;
import io.flowforge.media.MediaFamily;
import io.flowforge.media.MediaType;
import io.flowforge.pipeline.Placeholders;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** Finds the problems of a body when a pipeline is created, before there are values. */
public final class BodyProblems {

  private final BodyReader reader;

  public BodyProblems(BodyReader reader) {
    this.reader = reader;
  }

  /** Returns all problems. */
  public List<String> of(BodySource source) {
    List<String> problems = new ArrayList<>();
    try {
      BodyTemplate template = reader.read(source);
      if (!(template instanceof BodyTemplate.Nothing)) {
        addOfType(source, problems);
        addOfTemplate(template, source, problems);
      }
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems;
  }

  private static void addOfType(BodySource source, List<String> problems) {
    if (!source.isLiteral() || !source.hasContentType()) {
      return;
    }
    if (source.type().filter(type -> type.rest().isEmpty()).isEmpty()) {
      problems.add(
          "parameters.headers: the value of Content-Type must be a media type such as"
              + " application/json");
    }
    boolean isValue = !source.data().isTextual();
    if (isValue && (source.family() == MediaFamily.OTHER || source.family() == MediaFamily.XML)) {
      problems.add(
          "parameters.data: is JSON, but the Content-Type is %s; write data as a string, or use"
                  .formatted(source.type().map(MediaType::name).orElse("unknown"))
              + " a Content-Type such as application/json");
    }
    if (isValue && source.family() == MediaFamily.FORM) {
      problems.addAll(FormFields.problemsOf(source.data()));
    }
  }

  private static void addOfTemplate(
      BodyTemplate template, BodySource source, List<String> problems) {
    if (template instanceof BodyTemplate.OfXml(String text)
        && XmlFilling.hasImpossiblePlaceholder(text)) {
      problems.add(
          "parameters.data: a placeholder must not stand in an XML declaration or a document type"
              + " declaration; move it");
    }
    boolean isFixed = source.isLiteral() || !source.hasContentType();
    if (isFixed && template instanceof BodyTemplate.OfFields(JsonNode fields)) {
      // A form consists of ASCII.
      problems.addAll(source.hasContentType() ? List.of() : FormFields.problemsOf(fields));
    } else if (isFixed && source.data().isTextual()) {
      String type = source.hasContentType() ? source.contentType() : template.contentType();
      String literal = Placeholders.replaced(source.data().textValue(), _ -> "");
      checkCharset(type, literal, template, problems);
    } else if (isFixed && source.hasContentType()) {
      checkCharset(source.contentType(), "", template, problems);
    }
  }

  private static void checkCharset(
      String contentType, String literal, BodyTemplate template, List<String> problems) {
    Charset charset;
    try {
      charset = BodyCharset.of(MediaType.of(contentType).orElse(MediaType.UNKNOWN), literal);
    } catch (IllegalArgumentException e) {
      // The charset of the header is checked with the headers.
      if (!MediaType.of(contentType)
          .orElse(MediaType.UNKNOWN)
          .parameters()
          .containsKey("charset")) {
        problems.add("parameters.data: " + e.getMessage() + "; use utf-8");
      }
      return;
    }
    boolean isEscaped =
        template instanceof BodyTemplate.OfJson || template instanceof BodyTemplate.OfJsonLines;
    if (!isEscaped) {
      try {
        var _ = new CharsetLimit(charset).requireAll(literal);
      } catch (IllegalArgumentException e) {
        problems.add("parameters.data: " + e.getMessage() + "; use utf-8");
      }
    }
  }
}
