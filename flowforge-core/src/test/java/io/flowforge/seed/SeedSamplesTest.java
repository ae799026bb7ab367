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
      SeedReport report = stores.seeder().seed(SAMPLE);

      assertThat(report.users()).isEqualTo(new SeedCount(5, 0, 0));
      assertThat(report.organizations()).isEqualTo(new SeedCount(2, 0, 0));
      assertThat(report.memberships()).isEqualTo(new SeedCount(6, 0, 0));
      assertThat(report.pipelines()).isEqualTo(new SeedCount(6, 0, 0));
      assertThat(report.requests()).isEqualTo(new SeedCount(2, 0, 0));
      // These stores have neither PUBLIC_URL nor FLOWFORGE_SECRET_KEYS.
      assertThat(report.warnings())
          .hasSize(2)
          .allSatisfy(warning -> assertThat(warning.toString()).contains("rotate-a-key.json"));
      assertThat(report.mendings()).isEmpty();
      assertThat(report.newVersions()).isEmpty();
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
