package io.flowforge.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.condition.evaluation.CompiledCondition;
import org.junit.jupiter.api.Test;

class KeptConditionsTest {

  private final KeptConditions kept = new KeptConditions();

  @Test
  void thoseThatWereUsedLastAreKept() throws Exception {
    CompiledCondition any = CelEnvironment.ofRequests().compiled("true");
    for (int i = 0; i < 1_000; i++) {
      kept.keep(text(i), any);
      assertThat(kept.find(text(0))).isSameAs(any);
    }
    assertThat(kept.characters()).isEqualTo(20_000);
    assertThat(kept.find(text(1))).isNull();
    assertThat(kept.find(text(999))).isSameAs(any);
  }

  @Test
  void whatIsKeptTwiceCountsOnce() throws Exception {
    CompiledCondition any = CelEnvironment.ofRequests().compiled("true");
    kept.keep("true", any);
    kept.keep("true", any);
    assertThat(kept.characters()).isEqualTo(4);
  }

  private static String text(int number) {
    return "%0500d".formatted(number);
  }
}
