package io.flowforge.server.testing;

import io.flowforge.testing.DebianPrograms;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's nginx in front of a server. */
public final class Nginx implements AutoCloseable {

  private static final String PROGRAM = "/usr/sbin/nginx";

  private final int port = FreePort.find();
  private final Process process;

  /**
   * Starts nginx, or skips the test, loudly, where there is none.
   *
   * @param upstream the content of {@code http} besides the server
   * @param location the content of {@code location /}
   */
  public Nginx(Path directory, String upstream, String location) {
    requireInstalled();
    Path settings = directory.resolve("nginx-" + port + ".conf");
    try {
      Files.writeString(
          settings,
          """
          daemon off;
          pid %1$s/nginx-%2$d.pid;
          events {}
          http {
            access_log off;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
            %3$s
            server {
              listen 127.0.0.1:%2$d;
              location / { %4$s }
            }
          }
          """
              .formatted(directory, port, upstream, location));
      if ("root".equals(System.getProperty("user.name"))) {
        Files.writeString(settings, "user root;\n" + Files.readString(settings));
      }
      process =
          new ProcessBuilder(PROGRAM, "-c", settings.toString(), "-e", "stderr")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("nginx.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Eventually.eventually(() -> FreePort.isListening(port), Boolean.TRUE::equals);
  }

  /** Skips the test, loudly, where there is no nginx. */
  public static void requireInstalled() {
    DebianPrograms.require(PROGRAM, "nginx");
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    // Its worker ends with it only if it is asked to.
    process.destroy();
    process.onExit().join();
  }
}
