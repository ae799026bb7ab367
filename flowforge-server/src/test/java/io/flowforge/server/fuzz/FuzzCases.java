package io.flowforge.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.flowforge.server.testing.ApiOperation;
import java.util.List;
import org.instancio.Random;
import org.instancio.generator.AfterGenerate;
import org.instancio.generator.Generator;
import org.instancio.generator.Hints;

/** Requests for an operation: good ones, nearly good ones, and wild ones. */
record FuzzCases(ApiOperation operation, FuzzWorld world) implements Generator<FuzzCase> {

  private static final List<String> ODD_HEADERS =
      List.of(
          "Accept: text/html",
          "Accept: nonsense",
          "Accept-Encoding: br;q=2, *",
          "Accept-Language: \u00e4\u00ff",
          "X-Request-Id: a b\"c",
          "X-Request-Id: " + "x".repeat(300),
          "Idempotency-Key: one",
          "Idempotency-Key: one",
          "Idempotency-Key: \u00e4 b",
          "Idempotency-Key: " + "x".repeat(300),
          "X-Large: " + "x".repeat(40_000),
          "X-Control: \u0001\u0007",
          "Origin: http://evil.example",
          "Origin: null",
          "Cookie: " + "a=b; ".repeat(500),
          "If-None-Match: *",
          "Range: bytes=0-1",
          "Expect: nonsense",
          "X-Forwarded-For: 127.0.0.1",
          "X-HTTP-Method-Override: DELETE",
          "Upgrade: h2c",
          "Content-Encoding: gzip",
          "Content-Type: text/plain",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Type: nonsense",
          "Content-Type: ");

  /** Problems of a request; most requests have one. */
  private enum Problem {
    NONE,
    CALLER,
    TARGET,
    BODY,
    HEADER,
    ALL
  }

  private static final List<Problem> WITHOUT_BODY =
      List.of(
          Problem.NONE,
          Problem.NONE,
          Problem.NONE,
          Problem.CALLER,
          Problem.TARGET,
          Problem.TARGET,
          Problem.HEADER,
          Problem.ALL);
  private static final List<Problem> WITH_BODY =
      List.of(
          Problem.NONE,
          Problem.NONE,
          Problem.BODY,
          Problem.BODY,
          Problem.BODY,
          Problem.BODY,
          Problem.BODY,
          Problem.CALLER,
          Problem.TARGET,
          Problem.HEADER,
          Problem.ALL);

  @Override
  public FuzzCase generate(Random random) {
    var values = new SchemaValues(random, world.known());
    var targets = new FuzzTargets(random, values);
    var bodies = new FuzzBodies(random, values);
    Problem problem = random.oneOf(operation.takesABody() ? WITH_BODY : WITHOUT_BODY);
    boolean isWild = problem == Problem.ALL;
    String caller =
        random.oneOf(problem == Problem.CALLER || isWild ? world.callers() : world.goodCallers());
    FuzzTargets.Target target =
        problem == Problem.TARGET || isWild ? targets.faulty(operation) : targets.good(operation);
    byte[] body = new byte[0];
    if (operation.takesABody()) {
      body = bodyFor(problem, bodies, random);
    } else if (isWild) {
      body = new byte[] {'{', '}'};
    }
    var head = new StringBuilder();
    head.append(operation.method()).append(' ').append(target.text()).append(" HTTP/1.1\r\n");
    head.append("Host: localhost\r\n").append(world.authorizationOf(caller));
    if (problem == Problem.HEADER || isWild) {
      head.append(random.oneOf(ODD_HEADERS)).append("\r\n");
    }
    if (body.length > 0 && head.indexOf("Content-Type") < 0) {
      head.append("Content-Type: application/json\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n");
    return new FuzzCase(
        operation, target.isItsPath(), caller, head.toString(), new String(body, ISO_8859_1));
  }

  private byte[] bodyFor(Problem problem, FuzzBodies bodies, Random random) {
    return switch (problem) {
      // Alone: a request that is malformed, too, may lose the answer to its unread body.
      case BODY ->
          random.trueOrFalse(0.02)
              ? bodies.tooLarge(operation.body())
              : bodies.faulty(operation.body());
      case ALL -> bodies.faulty(operation.body());
      case NONE, CALLER, TARGET, HEADER -> bodies.good(operation.body());
    };
  }

  @Override
  public Hints hints() {
    return Hints.afterGenerate(AfterGenerate.DO_NOT_MODIFY);
  }
}
