package io.flowforge.testing;

import io.flowforge.Flowforge;
import io.flowforge.execution.ExecutionSettings;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A core with workers on stores of its own, people in it, and for each test a target to call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CoreTest {

  protected final TestStores stores = new TestStores();
  protected final Flowforge flowforge;
  protected final World world;
  protected Target target = new Target();

  protected CoreTest() {
    this(ExecutionSettings.defaults().allowingPrivateTargets(true));
  }

  protected CoreTest(ExecutionSettings settings) {
    flowforge = Flowforge.open(stores.settings(settings), InstantSource.system());
    world = new World(flowforge);
  }

  @BeforeAll
  void startWorkers() {
    flowforge.startWorkers();
  }

  @AfterAll
  void closeAll() {
    flowforge.close();
    stores.close();
  }

  @BeforeEach
  void openTarget() {
    target.close();
    target = new Target();
  }

  @AfterEach
  void closeTarget() {
    target.close();
  }
}
