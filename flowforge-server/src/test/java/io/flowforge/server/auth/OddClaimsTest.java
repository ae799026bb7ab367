package io.flowforge.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import io.flowforge.json.Json;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.TestServer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims that this server does not need do not matter, whatever they contain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddClaimsTest {

  /** The profile claims of OpenID Connect, those of libraries and providers, and some others. */
  private static final List<String> NAMES =
      List.of(
          ("name given_name family_name middle_name nickname preferred_username profile picture"
                  + " website email email_verified gender birthdate zoneinfo locale phone_number"
                  + " phone_number_verified address updated_at auth_time nonce acr amr azp at_hash"
                  + " c_hash jti groups scope scp permissions roles upn cnf https://example.com/x")
              .split(" "));

  private final TestServer server = new TestServer();

  @AfterAll
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"updated_at\": \"2026-01-31T08:00:00.123Z\"}",
        "{\"email_verified\": \"true\"}",
        "{\"zoneinfo\": \"EST\"}",
        "{\"groups\": [1]}",
        "{\"birthdate\": \"0000\"}",
        "{\"locale\": 7, \"address\": \"Main Street\", \"picture\": \"not a URL\"}",
        "{\"x\": 1e999999999, \"x\": null}",
        "{\"iat\": 1700000000.75, \"nbf\": 1.7e9}"
      })
  void aTokenWithThemIsAccepted(String claims) {
    assertAccepted(claims);
  }

  @RepeatedTest(100)
  void aTokenWithRandomOnesIsAccepted(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    ObjectNode claims = Json.mapper().createObjectNode();
    for (int i = random.nextInt(12); i >= 0; i--) {
      claims.set(NAMES.get(random.nextInt(NAMES.size())), value(random, 0));
    }
    assertAccepted(claims.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {9_000, 15_000, 22_000})
  void aTokenMayBeAsLongAsTheHeadersAllow(int length) {
    assertAccepted("{\"groups\": [\"" + "g".repeat(length) + "\"]}");
  }

  @Test
  void depthDoesNotMatter() {
    assertAccepted("{\"deep\": %s1%s}".formatted("[".repeat(900), "]".repeat(900)));
  }

  private void assertAccepted(String claims) {
    Client.Answer answer = server.nobody().as(token(claims)).get("/api/whoami");
    assertThat(answer.status()).as(claims + answer.response().body()).isEqualTo(200);
  }

  /** Returns a good token with these claims in addition. */
  private String token(String claims) {
    try {
      String good = server.issuer.claims(builder -> builder.issueTime(null)).toString();
      String all = good.substring(0, good.length() - 1) + "," + claims.strip().substring(1);
      var token = new JWSObject(server.issuer.header(_ -> {}), new Payload(all));
      token.sign(new RSASSASigner(server.issuer.key().toPrivateKey()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JsonNode value(Random random, int depth) {
    try {
      return switch (random.nextInt(depth > 3 ? 6 : 8)) {
        case 0 -> Json.mapper().nullNode();
        case 1 -> Json.mapper().readTree(random.nextBoolean() ? "true" : "-1.5e300");
        case 2 -> Json.mapper().getNodeFactory().numberNode(random.nextLong());
        case 3 -> text("");
        case 4 -> text("true 2026 \"\\\u0000\u2028\ud83d\ude00".substring(random.nextInt(12)));
        case 5 -> text("http://[" + random.nextInt());
        case 6 -> Json.mapper().createArrayNode().add(value(random, depth + 1)).add(1);
        default -> {
          ObjectNode object = Json.mapper().createObjectNode();
          object.set("sub", value(random, depth + 1));
          object.set("", value(random, depth + 1));
          yield object;
        }
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode text(String value) {
    return Json.mapper().getNodeFactory().textNode(value);
  }
}
