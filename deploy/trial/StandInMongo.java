import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.h2.mvstore.MVStore;

/**
 * The document store of `flowforge up` in place of MongoDB, for the trial of compose.yml where the
 * real image cannot be had. It calls itself the primary of a replica set of one, and lets in only
 * who proves by SCRAM-SHA-256 to know the password, as MongoDB does.
 */
final class StandInMongo {

  private static final int ROUNDS = 15_000;

  private final MongoBackend backend;
  private final String password;
  private final byte[] salt = random(28);
  private final Map<Channel, String[]> conversations = new ConcurrentHashMap<>();
  private final Set<Channel> authenticated = ConcurrentHashMap.newKeySet();

  private StandInMongo(MongoBackend backend, String password) {
    this.backend = backend;
    this.password = password;
  }

  public static void main(String[] arguments) {
    var store = new MVStore.Builder().fileName("/data/db/documents.mv").open();
    var standIn =
        new StandInMongo(new H2Backend(store), System.getenv("MONGO_INITDB_ROOT_PASSWORD"));
    var server = new MongoServer(standIn.guarded());
    server.bind(new InetSocketAddress("0.0.0.0", 27017));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
  }

  private MongoBackend guarded() {
    return (MongoBackend)
        Proxy.newProxyInstance(
            StandInMongo.class.getClassLoader(),
            new Class<?>[] {MongoBackend.class},
            (_, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (arguments != null && arguments.length == 1 && arguments[0] instanceof MongoMessage message) {
      return handle(message, method, arguments);
    }
    if (method.getName().equals("handleClose")) {
      conversations.remove(arguments[0]);
      authenticated.remove(arguments[0]);
    }
    Object result = passOn(method, arguments);
    // The first call of a connection comes in an older form.
    if (result instanceof Document document) {
      describe(document);
    }
    return result;
  }

  private Object handle(MongoMessage message, Method method, Object[] arguments) throws Throwable {
    Document document = message.getDocument();
    Channel channel = message.getChannel();
    String command = document.keySet().iterator().next();
    switch (command) {
      case "hello", "isMaster", "ismaster" -> {
        Document result = (Document) passOn(method, arguments);
        describe(result);
        return result;
      }
      case "saslStart" -> {
        return begin(channel, text(document));
      }
      case "saslContinue" -> {
        return end(channel, text(document));
      }
      default -> {
        if (!authenticated.contains(channel)) {
          throw new MongoServerError(13, "Unauthorized", "requires authentication");
        }
        return passOn(method, arguments);
      }
    }
  }

  private Object passOn(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(backend, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static void describe(Document hello) {
    if (!hello.containsKey("maxWireVersion")) {
      return;
    }
    hello.put("ismaster", true);
    hello.put("isWritablePrimary", true);
    hello.put("secondary", false);
    hello.put("setName", "rs0");
    hello.put("setVersion", 1);
    hello.put("hosts", List.of("mongo:27017"));
    hello.put("me", "mongo:27017");
    hello.put("primary", "mongo:27017");
    hello.put("saslSupportedMechs", List.of("SCRAM-SHA-256"));
  }

  /** Answers the first message of RFC 7677. */
  private Document begin(Channel channel, String first) {
    String bare = first.substring("n,,".length());
    String nonce = bare.substring(bare.indexOf("r=") + 2) + base64(random(18));
    String reply = "r=" + nonce + ",s=" + base64(salt) + ",i=" + ROUNDS;
    conversations.put(channel, new String[] {bare, reply, nonce});
    return reply(false, reply);
  }

  private Document end(Channel channel, String last) throws Exception {
    String[] conversation = conversations.remove(channel);
    int proofAt = last.lastIndexOf(",p=");
    String withoutProof = last.substring(0, proofAt);
    byte[] proof = Base64.getDecoder().decode(last.substring(proofAt + 3));
    byte[] all =
        (conversation[0] + "," + conversation[1] + "," + withoutProof).getBytes(UTF_8);
    var spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, 256);
    byte[] salted =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    byte[] stored = sha256(hmac(salted, "Client Key".getBytes(UTF_8)));
    byte[] signature = hmac(stored, all);
    for (int i = 0; i < signature.length; i++) {
      signature[i] ^= proof[i];
    }
    boolean isNonce = withoutProof.endsWith(",r=" + conversation[2]);
    if (!isNonce || !MessageDigest.isEqual(sha256(signature), stored)) {
      throw new MongoServerError(18, "AuthenticationFailed", "Authentication failed.");
    }
    authenticated.add(channel);
    return reply(true, "v=" + base64(hmac(hmac(salted, "Server Key".getBytes(UTF_8)), all)));
  }

  private static Document reply(boolean isDone, String payload) {
    return new Document("conversationId", 1)
        .append("done", isDone)
        .append("payload", new BinData(payload.getBytes(UTF_8)))
        .append("ok", 1.0);
  }

  private static String text(Document document) {
    Object payload = document.get("payload");
    return new String(
        payload instanceof BinData data ? data.getData() : (byte[]) payload, UTF_8);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  private static byte[] sha256(byte[] data) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(data);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
