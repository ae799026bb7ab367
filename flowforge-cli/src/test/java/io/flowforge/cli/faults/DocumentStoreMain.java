package io.flowforge.cli.faults;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.mongo.LocalMongo;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The document store in a process of its own. */
final class DocumentStoreMain {

  private DocumentStoreMain() {}

  /** Takes the folder of the data and the port. */
  public static void main(String[] arguments) throws InterruptedException {
    ChildJvm.endWithTheParent();
    var port = LoopbackPort.fixed(Integer.parseInt(arguments[1]), "");
    try (LocalMongo store = LocalMongo.open(Path.of(arguments[0]), port)) {
      System.out.println("started at " + store.uri());
      // It is always killed.
      new CountDownLatch(1).await();
    }
  }
}
