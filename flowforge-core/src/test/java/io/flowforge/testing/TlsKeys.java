package io.flowforge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A private authority and the keys that it has signed, made with the JDK's keytool. */
public final class TlsKeys {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final Path keyStore;

  /** Makes an authority, whose certificate is in {@link #authority}. */
  public TlsKeys(Path folder, String name) {
    this.folder = folder;
    keyStore = folder.resolve(name + ".p12");
    keytool(List.of("-alias", "authority", "-dname", "CN=" + name, "-ext", "bc:critical=ca:true"));
  }

  /** Returns the file with the authority's certificate. */
  public Path authority() {
    return certificate("authority");
  }

  /** Makes a key for a host, in {@link #certificate} and {@link #privateKey}. */
  public void sign(String host) {
    keytool(
        List.of(
            "-alias",
            host,
            "-dname",
            "CN=" + host,
            "-ext",
            "san=dns:" + host,
            "-signer",
            "authority"));
  }

  /** Returns a file with the certificate of a host. */
  public Path certificate(String alias) {
    try {
      return pem(alias, "CERTIFICATE", load().getCertificate(alias).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a file with the private key of a host, which only its owner can read. */
  public Path privateKey(String alias) {
    try {
      Path key = pem(alias + "-key", "PRIVATE KEY", load().getKey(alias, PASSWORD).getEncoded());
      return Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path pem(String name, String label, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    Path file = folder.resolve(keyStore.getFileName() + "-" + name + ".pem");
    try {
      return Files.writeString(
          file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, lines, label));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeyStore load() throws GeneralSecurityException {
    try {
      return KeyStore.getInstance(keyStore.toFile(), PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keytool(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keyalg", "EC"));
    command.addAll(List.of("-keystore", keyStore.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(options);
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
