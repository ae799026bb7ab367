package io.flowforge.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.error.InvalidException;
import io.flowforge.testing.JsonText;
import io.flowforge.testing.TestStores;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "'text'",
        "''",
        "'\\u0000 ä 😀'",
        "0",
        "-1",
        "2147483647",
        "-2147483648",
        "2147483648",
        "9223372036854775807",
        "-9223372036854775808",
        "0.0",
        "1.0",
        "-1.5",
        "0.1",
        "1e300",
        "5e-324",
        "[]",
        "{}",
        "[1, 'a', null, [true, {}], 1.5]",
        "{'a': {'b': [{'c': null}]}, '': 1, 'a.b': 2, '$c': 3}"
      })
  void jsonComesBackAsItWas(String json) {
    JsonNode node = JsonText.node(json);

    assertThat(Bson.json(Bson.value(node))).isEqualTo(node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036854775808", "0.12345678901234567890123", "1234567890123456789.5"})
  void numbersThatNoDoubleHoldsKeepEveryDigit(String digits) {
    JsonNode node = DecimalNode.valueOf(new BigDecimal(digits));

    assertThat(Bson.json(Bson.value(node)).decimalValue()).isEqualByComparingTo(digits);
  }

  @Test
  void bigIntegersKeepEveryDigit() {
    BigInteger big = BigInteger.TWO.pow(100);

    assertThat(Bson.json(Bson.value(JsonNodeFactory.instance.numberNode(big))).decimalValue())
        .isEqualByComparingTo(new BigDecimal(big));
  }

  @Test
  void numbersThatMongoCannotHoldAreAFaultOfWhoSentThem() {
    for (JsonNode node :
        List.of(
            JsonNodeFactory.instance.numberNode(new BigInteger("1".repeat(40))),
            DecimalNode.valueOf(new BigDecimal("0." + "1".repeat(40))),
            DecimalNode.valueOf(new BigDecimal("1e7000")),
            DoubleNode.valueOf(Double.POSITIVE_INFINITY))) {
      assertThatExceptionOfType(InvalidException.class)
          .isThrownBy(() -> Bson.value(node))
          .withMessage("a number has more digits than can be kept: send it as a text");
    }
  }

  @Test
  void keysThatMongoCannotHoldAreAFaultOfWhoSentThem() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> Bson.document(JsonText.object("{'a\\u0000b': 1}")))
        .withMessage("a key must not hold the character U+0000");
  }

  @Test
  void numbersKeepTheirKind() {
    assertThat(Bson.value(JsonText.node("7"))).isEqualTo(7);
    assertThat(Bson.value(JsonText.node("7000000000"))).isEqualTo(7_000_000_000L);
    assertThat(Bson.value(JsonText.node("7.0"))).isEqualTo(7.0);
  }

  @Test
  void readsWhatOthersWrote() {
    var id = new ObjectId();
    JsonNode json =
        Bson.json(
            new Document("long", 7L)
                .append("double", 7.5)
                .append("decimal", Decimal128.parse("7.25"))
                .append("date", Date.from(Instant.EPOCH))
                .append("id", id)
                .append("map", Map.of("a", Arrays.asList(1, null))));

    assertThat(json)
        .hasToString(
            "{\"long\":7,\"double\":7.5,\"decimal\":7.25,\"date\":\"1970-01-01T00:00:00Z\","
                + "\"id\":\"%s\",\"map\":{\"a\":[1,null]}}".formatted(id));
  }

  @Test
  void whatIsNotAnObjectIsAnEmptyOne() {
    assertThat(Bson.object(null)).isEmpty();
    assertThat(Bson.object("text")).isEmpty();
    assertThat(Bson.object(List.of(1))).isEmpty();
    assertThat(Bson.object(new Document("a", 1))).isEqualTo(JsonText.object("{'a': 1}"));
  }

  @Test
  void idsAreTwentyFourHexadecimalDigits() {
    assertThat(Bson.newId()).matches("[0-9a-f]{24}").isNotEqualTo(Bson.newId());
    assertThat(Bson.isId(Bson.newId())).isTrue();
    assertThat(Bson.isId("")).isFalse();
    assertThat(Bson.isId("65f0")).isFalse();
    assertThat(Bson.isId("z".repeat(24))).isFalse();
  }

  @Test
  void jsonSurvivesTheWayThroughTheServer() {
    JsonNode json =
        JsonText.node(
            "{'a.b': {'$set': [1, 9223372036854775807, 1.5, 'ä😀', null, [], {}]}, '': true}");
    try (var stores = new TestStores();
        var documents = Documents.open(stores.mongoUri())) {
      documents.onPipelines(
          pipelines -> pipelines.insertOne(new Document("_id", 1).append("v", Bson.value(json))));
      Document found = documents.onPipelines(pipelines -> pipelines.find().first());

      assertThat(found).isNotNull();
      assertThat(Bson.json(found.get("v"))).isEqualTo(json);
    }
  }
}
