package io.flowforge.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;

/**
 * The indexes that lists need: what is asked for first, then what is sorted by. The store of these
 * tests keeps no such indexes; {@code RealMongoTest} asks a MongoDB whether it uses them.
 */
class IndexesTest {

  /** Lists are read by the ids that PostgreSQL names, and need no index here. */
  @Test
  void requestsHaveTheIndexesOfAdoptionOnly() {
    assertThat(texts(Documents.REQUEST_INDEXES))
        .containsExactlyInAnyOrder(
            "{\"run_status\": 1, \"status\": 1}", "{\"run_seq\": 1, \"_id\": 1}");
  }

  @Test
  void theListOfPipelinesFindsAndSortsByOneIndex() {
    assertThat(texts(Documents.PIPELINE_INDEXES))
        .contains("{\"org_id\": 1, \"created_on\": -1, \"_id\": -1}");
  }

  private static List<String> texts(List<Bson> indexes) {
    return indexes.stream().map(index -> index.toBsonDocument().toJson()).toList();
  }
}
