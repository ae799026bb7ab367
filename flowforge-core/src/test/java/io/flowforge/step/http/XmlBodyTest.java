package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import io.flowforge.step.PlaceholderValues;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** A real parser finds each value where it stands in an XML document, and nothing else. */
class XmlBodyTest {

  private static final List<String> TYPES =
      List.of(
          "application/xml",
          "text/xml; charset=utf-8",
          "application/soap+xml",
          "application/xml; charset=iso-8859-1",
          "application/xml; charset=us-ascii",
          "text/xml; charset=utf-16");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "",
        "</a><b>",
        "<b/>",
        "&amp;",
        "&",
        "\"",
        "'",
        "' b='c",
        "\" b=\"c",
        "]]>",
        "]",
        "]]",
        ">",
        "]>",
        "-->",
        "<!-- -->",
        "<![CDATA[x]]>",
        "a\nb",
        "a\rb",
        "a\r\nb",
        "a\tb",
        " a ",
        "Zoë",
        "Ω",
        "😀",
        "${v}",
        "&#x41;"
      })
  void nothingBreaksOutOfXml(String value) throws Exception {
    String template =
        "<r><a t=\"${v}\" u='${v}'>${v}</a><c>x<![CDATA[${v}]]>y</c><d><![CDATA[]${v}]>]]></d>"
            + "<e><![CDATA[]]${v}>]]></e></r>";
    for (String type : TYPES) {
      Document parsed = parsed(call(type, template, value));

      assertThat(parsed.getDocumentElement().getChildNodes().getLength()).isEqualTo(4);
      var a = parsed.getElementsByTagName("a").item(0);
      assertThat(a.getAttributes().getLength()).isEqualTo(2);
      assertThat(a.getAttributes().getNamedItem("t").getNodeValue()).isEqualTo(value);
      assertThat(a.getAttributes().getNamedItem("u").getNodeValue()).isEqualTo(value);
      assertThat(a.getTextContent()).isEqualTo(value);
      assertThat(text(parsed, "c")).isEqualTo("x" + value + "y");
      assertThat(text(parsed, "d")).isEqualTo("]" + value + "]>");
      assertThat(text(parsed, "e")).isEqualTo("]]" + value + ">");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "<a>${v}</a>             | `\u0000`  | contains U+0000, which XML cannot hold",
        "<a b='${v}'/>           | `\u001f`  | contains U+001F, which XML cannot hold",
        "<a>${v}</a>             | `\uffff`  | contains U+FFFF, which XML cannot hold",
        "<a>${v}</a>             | `\ud800`  | contains U+D800, which XML cannot hold",
        "<![CDATA[${v}]]>        | `\u0001`  | contains U+0001, which XML cannot hold",
        "<!-- ${v} -->           | a--b      | must not begin or end with a hyphen or contain two of them in an XML comment",
        "<!--${v}-->             | a-        | must not begin or end with a hyphen or contain two of them in an XML comment",
        "<?p ${v}?>              | ?>        | must not contain '?' or '>' in an XML processing instruction",
        "<${v}/>                 | a b='c'   | must not contain anything but letters, digits, '.', '-' and '_' in an XML tag",
        "<${v}/>                 | 1         | must not contain anything but letters, digits, '.', '-' and '_' in an XML tag",
        "<a ${v}='x'/>           | b='c' d   | must not contain anything but letters, digits, '.', '-' and '_' in an XML tag",
        "<a b=${v}/>             | x/><c     | must not contain anything but letters, digits, '.', '-' and '_' in an XML tag",
        "</${v}>                 | a><b      | must not contain anything but letters, digits, '.', '-' and '_' in an XML tag"
      })
  void refusesWhatCannotStandInAPlace(String template, String value, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call("application/xml", template, value))
        .withMessage("the value of 'v' " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE ${v}><a/>",
        "<!DOCTYPE a [<!ENTITY b \"${v}\">]><a/>",
        "<?xml version='1.0' encoding='${v}'?><a/>",
        "<!${v}>"
      })
  void refusesPlaceholdersInDeclarations(String template) {
    assertThat(ApiCall.problemsOf(parameters("text/xml", template), Json.mapper()))
        .containsExactly(
            "parameters.data: a placeholder must not stand in an XML declaration or a document type"
                + " declaration; move it");
  }

  @Test
  void writesInTheEncodingOfTheDeclaration() throws Exception {
    String template = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>ë${v}</a>";

    ApiCall call = call("application/xml", template, "ëΩ");

    assertThat(call.bytes()).contains(0xeb);
    assertThat(parsed(call).getDocumentElement().getTextContent()).isEqualTo("ëëΩ");
    assertThat(
            ApiCall.problemsOf(
                parameters("text/xml", template.replace("ISO-8859-1", "klingon")), Json.mapper()))
        .containsExactly(
            "parameters.data: the XML declaration names an unknown encoding; use utf-8");
  }

  @Test
  void followsTheTemplate() {
    String template = "<a b='>' c=\"'\">${v}</a><!-- > --><?p > ?><x>${v}</x><${n}>${v}</${n}>";

    assertThat(call("text/xml", template, "<").body())
        .isEqualTo(template.replace("${v}", "&lt;").replace("${n}", "name"));
  }

  private static String text(Document document, String element) {
    return document.getElementsByTagName(element).item(0).getTextContent();
  }

  private static Document parsed(ApiCall call) throws Exception {
    var source = new org.xml.sax.InputSource(new ByteArrayInputStream(call.bytes()));
    int charset = call.effectiveContentType().indexOf("charset=");
    if (charset >= 0) {
      source.setEncoding(call.effectiveContentType().substring(charset + "charset=".length()));
    }
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
  }

  private static ApiCall call(String type, String template, String value) {
    ObjectNode form = JsonNodeFactory.instance.objectNode().put("n", "name").put("v", value);
    return ApiCall.of(parameters(type, template), new PlaceholderValues(form), Json.mapper());
  }

  private static ObjectNode parameters(String type, String template) {
    ObjectNode parameters =
        JsonNodeFactory.instance
            .objectNode()
            .put("method", "POST")
            .put("url", "http://h")
            .put("data", template);
    parameters.putObject("headers").put("Content-Type", type);
    return parameters;
  }
}
