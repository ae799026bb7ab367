package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.UnavailableException;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.TlsKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/deployment.md says about TLS, with a PostgreSQL that has a certificate of a private
 * authority for the name {@code localhost}.
 */
class PostgresTlsTest {

  private static final String NO_PATH = "unable to find valid certification path";
  private static final String NO_TLS = "does not support SSL";
  private static final String JAVA = "org.postgresql.ssl.DefaultJavaSSLFactory";

  private static EmbeddedPostgres postgres;
  private static Path authority;
  private static Path otherAuthority;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    var keys = new TlsKeys(folder, "own");
    keys.sign("localhost");
    authority = keys.authority();
    otherAuthority = new TlsKeys(folder, "other").authority();
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", keys.certificate("localhost").toString())
            .setServerConfig("ssl_key_file", keys.privateKey("localhost").toString())
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void theDocumentedSettingsConnectToTheRightServer() {
    assertThat(isEncrypted("localhost", verified("verify-full", authority))).isTrue();
    assertThat(isEncrypted("127.0.0.1", verified("verify-ca", authority)))
        .as("verifies no name")
        .isTrue();
  }

  /** All at the same time, because the pool tries for seconds. */
  @Test
  void anotherCertificateHostOrServerIsRefusedWithTheReason() {
    Path missing = authority.resolveSibling("missing.pem");
    try (var withoutTls = new TestStores()) {
      Stream<RefusedTls> refusals =
          Stream.of(
              new RefusedTls(uri("localhost", verified("verify-full", otherAuthority)), NO_PATH),
              new RefusedTls(uri("localhost", verified("verify-ca", otherAuthority)), NO_PATH),
              new RefusedTls(uri("localhost", "?sslmode=verify-full&sslfactory=" + JAVA), NO_PATH),
              new RefusedTls(uri("127.0.0.1", verified("verify-full", authority)), "127.0.0.1"),
              new RefusedTls(
                  uri("localhost", verified("verify-full", missing)), missing.toString()),
              new RefusedTls(withoutTls.postgresUri().replace("disable", "require"), NO_TLS),
              new RefusedTls(withoutTls.postgresUri().replace("disable", "verify-full"), NO_TLS));
      refusals
          .map(each -> CompletableFuture.runAsync(each::happens, Thread::startVirtualThread))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private record RefusedTls(String uri, String reason) {

    void happens() {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> Database.open(PostgresUri.parse(uri), 1).close())
          .withMessageContaining(reason)
          .withMessageContaining("the parameters for TLS in it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?sslmode=prefer", "?sslmode=require"})
  void theOtherModesEncryptButVerifyNothing(String parameters) {
    assertThat(isEncrypted("127.0.0.1", parameters)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?sslmode=allow", "?sslmode=disable"})
  void someModesDoNotEncrypt(String parameters) {
    assertThat(isEncrypted("localhost", parameters)).isFalse();
  }

  private static String verified(String mode, Path rootCertificate) {
    return "?sslmode=%s&sslrootcert=%s".formatted(mode, rootCertificate);
  }

  private static String uri(String host, String parameters) {
    return "postgres://postgres:postgres@%s:%d/postgres%s"
        .formatted(host, postgres.getPort(), parameters);
  }

  private static boolean isEncrypted(String host, String parameters) {
    try (var database = Database.open(PostgresUri.parse(uri(host, parameters)), 1)) {
      return database
          .inTransaction(
              tx ->
                  tx.list(
                      "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                      row -> row.bool("ssl")))
          .getFirst();
    }
  }
}
