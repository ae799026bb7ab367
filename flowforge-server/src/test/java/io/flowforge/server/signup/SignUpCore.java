package io.flowforge.server.signup;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.testing.TestStores;
import java.time.InstantSource;

/** The core of several servers, without settings for the Management API. */
final class SignUpCore implements AutoCloseable {

  final TestStores stores = new TestStores();
  final Flowforge core =
      Flowforge.open(FlowforgeSettings.from(stores.environment()), InstantSource.system());

  @Override
  public void close() {
    core.close();
    stores.close();
  }
}
