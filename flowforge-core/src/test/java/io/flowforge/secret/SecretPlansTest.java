package io.flowforge.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Plans;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The secrets of a step are looked up among very many. */
class SecretPlansTest {

  @Test
  void theSecretsOfAStepAreLookedUp() {
    try (var plans =
        Plans.among(
            "INSERT INTO \"user\" VALUES ('u', 'U', 'u@example.com', 'auth0', now(), FALSE)",
            "INSERT INTO secret_key VALUES ('k', '\\x00', '\\x00', now())",
            """
            INSERT INTO organization (org_id, name, owner, created_on)
            SELECT i, 'o' || i, 'u', now() FROM generate_series(1, 50) i
            """,
            """
            INSERT INTO secret (org_id, name, version, hosts, key_id, wrapped_key, sealed,
                                created_on, updated_by, updated_on)
            SELECT i, 'S' || j, 1, 'example.com', 'k', '\\x00', '\\x00', now(), 'u', now()
            FROM generate_series(1, 50) i, generate_series(1, 50) j
            """)) {
      var secrets = new SecretStore();
      assertThat(plans.of(tx -> secrets.sealed(tx, 7, List.of("S1", "S2"))))
          .contains("secret_pkey")
          .doesNotContain("Seq Scan");
      assertThat(plans.of(tx -> secrets.use(tx, 7, List.of("S1", "S2"))))
          .contains("secret_pkey")
          .doesNotContain("Seq Scan");
    }
  }
}
