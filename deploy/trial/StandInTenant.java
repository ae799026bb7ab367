import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * An identity provider for the trial of compose.yml: it issues a token to whoever asks, and creates
 * accounts as Auth0 does. Started with the address to listen on; prints its URL.
 */
final class StandInTenant {

  private static final String MANAGEMENT_TOKEN = "token-of-the-management-api";

  private final Map<String, String> emailOf = new ConcurrentHashMap<>();
  private final KeyPair key;
  private String url = "";

  private StandInTenant(KeyPair key) {
    this.key = key;
  }

  public static void main(String[] arguments) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    new StandInTenant(generator.generateKeyPair()).serve(arguments[0]);
  }

  private void serve(String address) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    url = "http://" + address + ":" + server.getAddress().getPort() + "/";
    server.createContext("/", this::answer);
    server.start();
    System.out.println(url);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/.well-known/openid-configuration" ->
          send(
              exchange,
              200,
              "{\"issuer\":\"%s\",\"jwks_uri\":\"%sjwks\",\"token_endpoint\":\"%soauth/token\"}"
                  .formatted(url, url, url));
      case "/jwks" -> send(exchange, 200, keys());
      case "/oauth/token" ->
          send(
              exchange,
              200,
              "{\"access_token\":\"" + MANAGEMENT_TOKEN + "\",\"expires_in\":86400}");
      case "/token" -> send(exchange, 200, token(exchange.getRequestURI().getQuery()));
      default -> management(exchange, path, body);
    }
  }

  private void management(HttpExchange exchange, String path, String body) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + MANAGEMENT_TOKEN).equals(authorization)) {
      send(exchange, 401, "{}");
    } else if (path.equals("/api/v2/users-by-email")) {
      String query = exchange.getRequestURI().getQuery();
      String email = query.substring(query.indexOf('=') + 1);
      var found = new StringBuilder();
      emailOf.forEach((id, known) -> found.append(known.equals(email) ? account(id) : ""));
      send(exchange, 200, "[" + found + "]");
    } else if (path.equals("/api/v2/users") && exchange.getRequestMethod().equals("POST")) {
      String id = "auth0|" + field(body, "user_id");
      emailOf.put(id, field(body, "email"));
      send(exchange, 201, account(id));
    } else {
      send(exchange, 404, "{\"errorCode\":\"inexistent_user\"}");
    }
  }

  private String account(String id) {
    return "{\"user_id\":\"%s\",\"email\":\"%s\",\"identities\":[{\"connection\":\"Username-Password-Authentication\",\"provider\":\"auth0\"}]}"
        .formatted(id, emailOf.get(id));
  }

  /** Returns a field of a flat object without escapes, which is all that the samples need. */
  private static String field(String json, String name) {
    int key = json.indexOf('"' + name + '"');
    int begin = json.indexOf('"', json.indexOf(':', key)) + 1;
    return json.substring(begin, json.indexOf('"', begin));
  }

  private String keys() {
    var rsa = (RSAPublicKey) key.getPublic();
    return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"1\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(number(rsa.getModulus()), number(rsa.getPublicExponent()));
  }

  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    int zeros = bytes[0] == 0 ? 1 : 0;
    return encoded(java.util.Arrays.copyOfRange(bytes, zeros, bytes.length));
  }

  /** Returns a token for the user id in the query. */
  private String token(String user) {
    long now = System.currentTimeMillis() / 1000;
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"trial\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(url, user, now, now + 3600);
    String head = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"1\"}";
    String content = encoded(head.getBytes(UTF_8)) + "." + encoded(claims.getBytes(UTF_8));
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.getPrivate());
      signature.update(content.getBytes(UTF_8));
      return content + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
