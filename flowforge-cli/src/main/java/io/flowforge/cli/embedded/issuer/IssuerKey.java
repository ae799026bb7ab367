package io.flowforge.cli.embedded.issuer;

import io.flowforge.cli.files.PrivateFiles;
import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The RSA key of the local issuer. It is created once and kept in a file, so that tokens remain
 * valid after a restart.
 */
final class IssuerKey {

  private static final int BITS = 2048;
  private static final String HEAD = "-----BEGIN PRIVATE KEY-----\n";
  private static final String TAIL = "\n-----END PRIVATE KEY-----\n";

  private final RSAPrivateCrtKey key;
  private final PublicKey publicKey;
  private final String id;

  private IssuerKey(RSAPrivateCrtKey key) throws GeneralSecurityException {
    this.key = key;
    publicKey =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    id = thumbprint();
  }

  /** Returns the key in the folder, which is created if there is none. */
  static IssuerKey in(Path directory) {
    Path file = directory.resolve("issuer-key.pem");
    try {
      if (Files.notExists(file)) {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
        PrivateFiles.directory(directory);
        PrivateFiles.write(file, HEAD + Base64.getMimeEncoder().encodeToString(encoded) + TAIL);
      }
      return read(Files.readString(file));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new UnavailableException(
          "cannot use the issuer's key %s: %s. Delete it to get a new one; existing tokens become invalid."
              .formatted(file, e),
          e);
    }
  }

  /** Returns the {@code kid}: the thumbprint of the key (RFC 7638). */
  String id() {
    return id;
  }

  PrivateKey privateKey() {
    return key;
  }

  PublicKey publicKey() {
    return publicKey;
  }

  /** Returns the public key as a JSON Web Key. */
  Map<String, Object> jwk() {
    Map<String, Object> jwk = new TreeMap<>(Map.of("use", "sig", "alg", "RS256", "kid", id));
    jwk.putAll(numbers());
    return jwk;
  }

  private static IssuerKey read(String pem) throws GeneralSecurityException {
    String encoded = pem.replace(HEAD.strip(), "").replace(TAIL.strip(), "").strip();
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(encoded)));
    return new IssuerKey((RSAPrivateCrtKey) key);
  }

  private String thumbprint() throws GeneralSecurityException {
    String canonical =
        "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
            .formatted(numbers().get("e"), numbers().get("n"));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(canonical.getBytes(StandardCharsets.UTF_8)));
  }

  private Map<String, String> numbers() {
    return Map.of(
        "kty", "RSA", "n", base64(key.getModulus()), "e", base64(key.getPublicExponent()));
  }

  private static String base64(BigInteger number) {
    byte[] bytes = number.toByteArray();
    // Two's complement adds a zero byte if the first bit is set; a JWK must not have it.
    int from = bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }
}
