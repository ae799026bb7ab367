package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flowforge.json.Json;
import io.flowforge.redaction.SecretNames;
import io.flowforge.testing.JsonText;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallSecretsTest {

  private final CallSecrets secrets = new CallSecrets(SecretNames.USUAL);

  @Test
  void areWhatIsBelowASecretKey() {
    secrets.inJson(
        JsonText.node(
            """
            {'user': 'joe', 'password': 'one', 'n': {'apiKey': {'a': ['two', 3, true, null]}},
             'list': [{'token': 'four'}]}
            """));

    assertThat(secrets.found()).containsExactlyInAnyOrder("one", "two", "3", "four");
  }

  @Test
  void areAHeaderAndItsParts() {
    Map.of(
            "Authorization", "Bearer one two",
            "proxy-authorization", "Basic am9lOnRocmVl",
            "Cookie", "a=four; b=\"five\"",
            "Set-Cookie", "sid=six; Path=/api/v1; Domain=example.com",
            "X-Api-Key", "seven",
            "Accept", "text/html")
        .forEach(secrets::inHeader);

    assertThat(secrets.found())
        .containsExactlyInAnyOrder(
            "Bearer one two",
            "one two",
            "Basic am9lOnRocmVl",
            "am9lOnRocmVl",
            "joe:three",
            "three",
            "a=four; b=\"five\"",
            "four",
            "five",
            "sid=six; Path=/api/v1; Domain=example.com",
            "six",
            "seven");
  }

  @Test
  void areParameters() {
    secrets
        .inQuery(URI.create("http://h/?a=b&access_token=a%20b&t"))
        .inQuery(URI.create("http://h"));
    secrets.inText("user=joe&pass%77ord=c+d&n=%zz&secret=%zz", Json.mapper());

    assertThat(secrets.found()).containsExactlyInAnyOrder("a%20b", "a b", "c+d", "c d", "%zz");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'token': 'one', 'token': ['two']} {'n': [{'pwd': 3}, 'no'], 'no': 4}",
        "{'token': ['one', {'no': 'two'}], 'pwd': 3} 4 {'no'",
        "{'token': 'one', 'a': 'pwd=two&no=4', 'h?pwd=3': null}",
        "{'a': [{'token': 'one'}, 'no'], 'pwd': {'a': [['two']], 'b': 3}} {'a': 'token",
        "{'a': 1} token=one;no=4 pwd=two&pwd=3",
        "\ufeffpwd=one&token=two {'&token=3"
      })
  void areInWhateverPartOfATextIsJson(String text) {
    secrets.inText(text.replace('\'', '"'), Json.mapper());

    assertThat(secrets.found()).containsExactlyInAnyOrder("one", "two", "3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 40_000, 100_000})
  void areWhatIsLeftOfTextsThatAreCutOff(int before) {
    secrets.inText(" ".repeat(before) + "{\"token\": \"one two", Json.mapper());
    secrets.inText(" ".repeat(before) + "[\"no\", {\"pwd\": [3, \"4\nfive", Json.mapper());

    assertThat(secrets.found()).containsExactlyInAnyOrder("one two", "3", "4\nfive");
  }

  @Test
  @Timeout(10)
  void areFoundInGoodTime() {
    for (String piece : new String[] {"a", "a=", "&", "token=", "{\"a\":", "%"}) {
      assertThatCode(() -> secrets.inText(piece.repeat(100_000), Json.mapper()))
          .doesNotThrowAnyException();
    }
  }
}
