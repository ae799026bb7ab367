package io.flowforge.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"a\"                   | true",
        "W/\"a\"                 | true",
        "\"b\", \"a\"            | true",
        "\"b\" ,W/\"a\" , \"c\"  | true",
        "*                       | true",
        "''                      | false",
        "a                       | false",
        "\"b\"                   | false",
        "\"a-gzip\"              | false",
        "w/\"a\"                 | false",
        "\"A\"                   | false",
      })
  void aTagThatTheClientNamesIsFound(String header, boolean expected) {
    assertThat(EntityTags.contain(header, "\"a\"")).isEqualTo(expected);
  }
}
