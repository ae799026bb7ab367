package io.flowforge.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The check of a token like those of Auth0, beside that of its signature alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenBenchmark {

  private static final String ALGORITHM = "SHA256withRSA";

  private final KeyPair keys = keys();
  private final String token = signed(claims());
  private final TokenVerifier verifier = verifier();

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String claims() {
    long now = Instant.now().getEpochSecond();
    return """
    {"iss":"https://issuer.example/","sub":"auth0|66b1f0c2a4d5e6f708192a3b",\
    "aud":["https://flowforge.example/api","https://issuer.example/userinfo"],\
    "iat":%d,"exp":%d,"scope":"openid profile email","azp":"a client"}"""
        .formatted(now - 60, now + 86400);
  }

  private String signed(String claims) {
    String content =
        encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"one\"}") + "." + encoded(claims);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TokenVerifier verifier() {
    var issuer = new IssuerConfig("https://issuer.example/", "https://flowforge.example/api", null);
    InstantSource clock = InstantSource.system();
    var cache = new JwksCache(() -> Map.of("one", (RSAPublicKey) keys.getPublic()), clock);
    return new TokenVerifier(issuer, cache, clock);
  }

  @Benchmark
  public Object wholeCheck() {
    return verifier.verify(token).caller();
  }

  /** What remains however little the rest costs. */
  @Benchmark
  public boolean signatureAlone() throws GeneralSecurityException {
    int dot = token.lastIndexOf('.');
    Signature signature = Signature.getInstance(ALGORITHM);
    signature.initVerify(keys.getPublic());
    signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
