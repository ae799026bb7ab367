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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BsonValuesTest {

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

    assertThat(BsonValues.json(BsonValues.value(node))).isEqualTo(node);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "-0", "-0E+3", "-0.00"})
  void whatJsonHasNoNumberForIsText(String number) {
    assertThat(BsonValues.json(Decimal128.parse(number)))
        .isEqualTo(JsonNodeFactory.instance.textNode(Decimal128.parse(number).toString()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void neitherForSomeDoubles(double number) {
    assertThat(BsonValues.json(number))
        .isEqualTo(JsonNodeFactory.instance.textNode(Double.toString(number)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1E-6000", "9E+6000", "-1.50"})
  void otherDecimalsAreNumbers(String number) {
    assertThat(BsonValues.json(Decimal128.parse(number)))
        .isEqualTo(DecimalNode.valueOf(new BigDecimal(number)));
  }

  /** Older systems store every number as a double. */
  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "3.0, 3",
    "-42.0, -42",
    "2147483648.0, 2147483648",
    "-2147483648.0, -2147483648",
    "9007199254740992.0, 9007199254740992",
    "9223372036854775807.0, 9223372036854775808",
    "1e20, 100000000000000000000",
    "1e21, 1.0E21",
    "1.5, 1.5"
  })
  void wholeNumbersAreShownWithoutAFraction(double stored, String shown) {
    assertThat(BsonValues.json(stored)).hasToString(shown);
    assertThat(BsonValues.json(stored).asText()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036854775808", "0.12345678901234567890123", "1234567890123456789.5"})
  void numbersThatNoDoubleHoldsKeepEveryDigit(String digits) {
    JsonNode node = DecimalNode.valueOf(new BigDecimal(digits));

    assertThat(BsonValues.json(BsonValues.value(node)).decimalValue()).isEqualByComparingTo(digits);
  }

  @Test
  void bigIntegersKeepEveryDigit() {
    BigInteger big = BigInteger.TWO.pow(100);

    assertThat(
            BsonValues.json(BsonValues.value(JsonNodeFactory.instance.numberNode(big)))
                .decimalValue())
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
          .isThrownBy(() -> BsonValues.value(node))
          .withMessage("a number has more digits than can be stored; send it as a string");
    }
  }

  @Test
  void keysThatMongoCannotHoldAreAFaultOfWhoSentThem() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> BsonValues.document(JsonText.object("{'a\\u0000b': 1}")))
        .withMessage("a key must not contain the character U+0000");
  }

  @Test
  void numbersKeepTheirKind() {
    assertThat(BsonValues.value(JsonText.node("7"))).isEqualTo(7);
    assertThat(BsonValues.value(JsonText.node("7000000000"))).isEqualTo(7_000_000_000L);
    assertThat(BsonValues.value(JsonText.node("7.0"))).isEqualTo(7.0);
  }

  @Test
  void readsWhatOthersWrote() {
    var id = new ObjectId();
    JsonNode json =
        BsonValues.json(
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
    assertThat(BsonValues.object(null)).isEmpty();
    assertThat(BsonValues.object("text")).isEmpty();
    assertThat(BsonValues.object(List.of(1))).isEmpty();
    assertThat(BsonValues.object(new Document("a", 1))).isEqualTo(JsonText.object("{'a': 1}"));
  }

  @Test
  void idsAreTwentyFourHexadecimalDigits() {
    assertThat(BsonValues.newId()).matches("[0-9a-f]{24}").isNotEqualTo(BsonValues.newId());
    assertThat(BsonValues.isId(BsonValues.newId())).isTrue();
    assertThat(BsonValues.isId("")).isFalse();
    assertThat(BsonValues.isId("65f0")).isFalse();
    assertThat(BsonValues.isId("z".repeat(24))).isFalse();
  }

  @Test
  void jsonSurvivesTheWayThroughTheServer() {
    JsonNode json =
        JsonText.node(
            "{'a.b': {'$set': [1, 9223372036854775807, 1.5, 'ä😀', null, [], {}]}, '': true}");
    try (var stores = new TestStores();
        var documents = Documents.open(stores.mongoUri())) {
      documents.onPipelines(
          pipelines ->
              pipelines.insertOne(new Document("_id", 1).append("v", BsonValues.value(json))));
      Document found = documents.onPipelines(pipelines -> pipelines.find().first());

      assertThat(found).isNotNull();
      assertThat(BsonValues.json(found.get("v"))).isEqualTo(json);
    }
  }
}
