package io.flowforge.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.testing.World;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FuzzFlowsTest {

  /** Otherwise the fuzz run would never get past their validation. */
  @Test
  void theServerTakesTheSteps() {
    try (var server =
        new AcmeServer(Map.of("ALLOW_PRIVATE_TARGETS", "true", "PUBLIC_URL", FuzzWorld.BASE))) {
      ObjectNode draft =
          World.object(
              """
              {"org_id": 1, "pipeline_name": "All", "first_step_name": "First"}
              """);
      draft.set("steps", FuzzFlows.allSteps());
      JsonNode checked =
          server.as(World.ADMIN).post("/api/pipeline/validate", draft.toString()).json();
      assertThat(checked.path("valid").booleanValue()).as(checked.toString()).isTrue();
    }
  }
}
