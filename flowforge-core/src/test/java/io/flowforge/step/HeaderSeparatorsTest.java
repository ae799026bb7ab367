package io.flowforge.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.testing.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value beside other text in a header remains within its part. */
class HeaderSeparatorsTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Cookie        | role=user; name=${v}                    | x; role=admin       | ;",
        "cookie        | role=user; name=${v}                    | x, role=admin       | ,",
        "Cookie        | role=user; name=${v}                    | x role=admin        | ` `",
        "Cookie        | role=user; ${v}=1                       | role=admin          | =",
        "Cookie        | a=\"${v}\"                              | x\\                 | \\",
        "X-Roles       | user, ${v}                              | x, admin            | ,",
        "X-Role        | is ${v}                                 | user, admin         | ,",
        "Accept        | text/${v}                               | a;q=1               | ;",
        "Accept        | text/${v}                               | a/b                 | /",
        "Authorization | Digest username=\"${v}\", realm=\"r\"   | a\", username=\"b   | \"",
        "Authorization | Token ${v}:x                            | a:b                 | :",
        "Link          | <https://h/${v}>; rel=a                 | >                   | >",
        "Referer       | https://h/a?who=${v}&role=user          | x&role=admin        | &",
        "Referer       | https://h/a?who=${v}                    | x&role=admin        | &",
        "Referer       | https://h/${v}                          | ../admin            | /",
        "Referer       | https://h/${v}                          | a#b                 | #",
        "User-Agent    | flow (${v})                             | a) b (c             | )",
        "X-Context     | role=user name=${v}                     | x role=admin        | =",
        "X-Context     | role:user name:${v}                     | x role:admin        | :",
        "X-Json        | {\"a\": \"${v}\"}                       | x\", \"b\": \"y     | \"",
        "X-Json        | {\"a\": ${v}}                           | {}                  | {",
        "X-List        | [${v}]                                  | a] [b               | ]",
        "X-Groups      | `a|${v}`                                | `b|admin`           | `|`",
        "X-Two         | ${v}${v}                                | a,b                 | ,"
      })
  void refusesSeparators(String header, String template, String value, char separator) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(value).inHeader(header, template))
        .withMessage(
            "the value of 'v' must not contain '%s' in the header '%s', where it separates parts"
                .formatted(separator, header));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Authorization | Bearer ${v}          | eyJ.a-b_c~d+e/f==",
        "Authorization | Basic ${v}           | dXNlcjpwYXNz==",
        "Cookie        | session=${v}; a=b    | dXNlcg==",
        "X-Who         | Mr ${v}              | Jean-Luc O'Neil (PhD)",
        "From          | <${v}>               | jean.luc+a@example.com",
        "X-Time        | at: ${v}             | 10:30",
        "If-Match      | \"${v}\"             | 65f0c0",
        "X-User        | ${v}:x               | a b",
        "X-Sole        | ${v}                 | `a, b; \"c\" = <d>`"
      })
  void acceptsEverythingElse(String header, String template, String value) {
    assertThat(of(value).inHeader(header, template)).isEqualTo(template.replace("${v}", value));
  }

  /** The options of checkboxes are the pipeline's own, and so is the comma between them. */
  @Test
  void joinsCheckedBoxesInAHeader() {
    var boxes = new PlaceholderValues(JsonText.object("{'v': ['a', 'b'], 'w': ['a', 'b,c']}"));

    assertThat(boxes.inHeader("X-Roles", "user,${v}")).isEqualTo("user,a,b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> boxes.inHeader("X-Roles", "user,${w}"))
        .withMessageStartingWith("the value of 'w' must not contain ','");
  }

  private static PlaceholderValues of(String value) {
    return new PlaceholderValues(JsonNodeFactory.instance.objectNode().put("v", value));
  }
}
