package io.flowforge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.UnavailableException;
import io.flowforge.mongo.Documents;
import io.flowforge.testing.TestStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {

  @Test
  void whenItFailsNoStoreStaysOpen() {
    List<Documents> opened = new ArrayList<>();
    try (var stores = new TestStores()) {
      assertThatThrownBy(
              () ->
                  Flowforge.open(
                      stores.settings(),
                      InstantSource.system(),
                      documents -> {
                        opened.add(documents);
                        throw new IllegalStateException("on purpose");
                      }))
          .hasMessage("on purpose");
      assertThatThrownBy(() -> opened.getFirst().ping())
          .isInstanceOf(UnavailableException.class)
          .hasMessage(UnavailableException.STOPPING)
          .hasRootCauseMessage("state should be: open");
    }
  }
}
