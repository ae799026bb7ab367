package io.flowforge.cli.embedded;

import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.mongo.LocalMongo;
import io.flowforge.cli.embedded.postgres.LocalPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A part of the stack in its own JVM, which can be killed. */
public final class OtherProcess implements AutoCloseable {

  private final Process process;
  private final String uri;

  private OtherProcess(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Runs {@link #main} in a new JVM and waits until the part has started. */
  public static OtherProcess with(String part, Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    OtherProcess.class.getName(),
                    part,
                    directory.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader();
    String uri = output.readLine();
    if (uri == null) {
      throw new IOException("the other process ended with " + process.onExit().join().exitValue());
    }
    return new OtherProcess(process, uri);
  }

  public String uri() {
    return uri;
  }

  public long pid() {
    return process.pid();
  }

  /** Kills the process ({@code kill -9}): no hook runs, nothing is flushed. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Starts the part, prints its address, and runs until it is killed or its parent is gone. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    System.out.println(
        arguments[0].equals("postgres")
            ? LocalPostgres.open(directory, Programs.DIRECTORY, LoopbackPort.anyFree(), true).uri()
            : LocalMongo.open(directory, LoopbackPort.anyFree()).uri());
    System.exit(System.in.read());
  }
}
