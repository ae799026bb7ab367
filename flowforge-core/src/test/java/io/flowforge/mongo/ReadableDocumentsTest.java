package io.flowforge.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.Document;
import org.junit.jupiter.api.Test;

class ReadableDocumentsTest {

  @Test
  void whateverIsWrongWithADocumentItIsOnlyAbsent() {
    var documents = new ReadableDocuments("pipelines");

    assertThat(documents.read(new Document("a", 1), fields -> fields.text("a"))).isEmpty();
    assertThat(
            documents.read(new Document("a", 1), fields -> Math.floorDiv(fields.integer("a"), 0)))
        .isEmpty();
    assertThat(documents.read(new Document("a", 1), fields -> fields.integer("a"))).contains(1);
  }
}
