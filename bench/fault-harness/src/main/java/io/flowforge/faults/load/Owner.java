package io.flowforge.faults.load;

import io.flowforge.faults.load.LoadClient.FinalResponse;
import java.time.Instant;
import java.util.Random;

/** The Owner of the organization of the load, who deletes it. */
public final class Owner {

  private final LoadClient client;

  public Owner(LoadClient client) {
    this.client = client;
  }

  /** Deletes the organization and returns when the response arrived. */
  public Instant delete(int orgId, Random random) throws InterruptedException {
    return client
        .send(random, "DELETE", "/api/organization", "{\"org_id\": %d}".formatted(orgId))
        .filter(FinalResponse::isSuccess)
        .orElseThrow(() -> new IllegalStateException("the organization was not deleted"))
        .at();
  }
}
