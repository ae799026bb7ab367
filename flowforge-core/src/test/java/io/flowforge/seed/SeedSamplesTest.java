package io.flowforge.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.seed.change.SeedCount;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The samples that the project ships. */
class SeedSamplesTest {

  private static final Path SAMPLE = Path.of("../seed-data/sample");

  @Test
  void load() {
    try (var stores = new SeedStores()) {
      assertThat(stores.seeder().seed(SAMPLE))
          .isEqualTo(
              new SeedReport(
                  new SeedCount(5, 0, 0),
                  new SeedCount(2, 0, 0),
                  new SeedCount(6, 0, 0),
                  new SeedCount(3, 0, 0),
                  new SeedCount(2, 0, 0)));
    }
  }

  @Test
  void haveUsersWithPasswordsForTheLocalIssuer() {
    assertThat(SeedUser.allIn(SAMPLE))
        .hasSize(5)
        .allSatisfy(
            user -> {
              assertThat(user.userId()).startsWith("auth0|sample-");
              assertThat(user.email()).endsWith("@example.com");
              assertThat(user.password()).startsWith("Sample-password-");
              assertThat(user.toString()).doesNotContain(user.password());
            });
  }
}
