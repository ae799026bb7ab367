package io.flowforge.seed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StableIdTest {

  /** Computed by another program: the ids of earlier runs must be found again. */
  @Test
  void idsAreTheSameInEveryRelease() {
    assertThat(StableId.ofPipeline("Acme", "Deploy")).isEqualTo("9d5f91ac033663ea9d760f26");
    assertThat(StableId.ofRequest("Acme", "7")).isEqualTo("3c2aaa3a270d48bb683ae41c");
    assertThat(StableId.ofPipeline("Ä", "x")).isEqualTo("1e42a7ab262b1b4232860707");
  }
}
