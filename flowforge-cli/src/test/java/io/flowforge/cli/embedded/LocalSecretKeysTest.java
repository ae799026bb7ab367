package io.flowforge.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.secret.seal.SecretKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSecretKeysTest {

  @Test
  void aStackHasAKeyOfItsOwnThatOnlyItsOwnerReads(@TempDir Path directory) throws IOException {
    Path file = LocalSecretKeys.in(directory);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String made = Files.readString(file);
    assertThat(SecretKeys.parse("KEYS", made).ids()).containsExactly("k1");
    assertThat(Files.readString(LocalSecretKeys.in(directory))).isEqualTo(made);
  }

  @Test
  void twoStacksHaveDifferentKeys(@TempDir Path one, @TempDir Path other) throws IOException {
    assertThat(Files.readString(LocalSecretKeys.in(one)))
        .isNotEqualTo(Files.readString(LocalSecretKeys.in(other)));
  }
}
