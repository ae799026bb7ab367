package io.flowforge.faults.cluster;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.mongo.LocalMongo;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The document store as a process. */
final class DocumentStoreMain {

  private DocumentStoreMain() {}

  /**
   * Runs the store until it is killed.
   *
   * @param arguments the data directory and the port
   */
  public static void main(String[] arguments) throws InterruptedException {
    ChildJvm.endWithParent();
    var port = LoopbackPort.fixed(Integer.parseInt(arguments[1]), "");
    try (LocalMongo store = LocalMongo.open(Path.of(arguments[0]), port)) {
      System.out.println("started at " + store.uri());
      new CountDownLatch(1).await();
    }
  }
}
