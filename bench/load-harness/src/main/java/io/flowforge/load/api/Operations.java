package io.flowforge.load.api;

import io.flowforge.generator.LoadOrder.Call;
import io.flowforge.load.stack.Members;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import io.flowforge.load.stack.Submissions;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The calls that are measured, and the requests that they read. */
final class Operations {

  private static final String REQUESTS = "/api/service_request";

  private final Stack stack;
  private final String url;
  private final String submission;
  private final List<String> requests;

  /**
   * Submits requests of all members.
   *
   * @param count how many; they are not started
   */
  Operations(Stack stack, ServerAddress server, int count) {
    this.stack = stack;
    url = server.url();
    var submissions = new Submissions(stack, server);
    submission = submissions.body();
    requests = submissions.submit(count);
  }

  List<Operation> all() {
    String list = REQUESTS + "?org_id=" + stack.orgId();
    return List.of(
        operation("login", "GET", (_, token) -> new Call("/api/login", token, "")),
        operation("list", "GET", (_, token) -> new Call(list, token, "")),
        operation("get", "GET", (id, token) -> new Call(REQUESTS + "/" + id, token, "")),
        operation(
            "steps", "GET", (id, token) -> new Call(REQUESTS + "/" + id + "/steps", token, "")),
        operation("create", "POST", (_, token) -> new Call(REQUESTS, token, submission)));
  }

  /** Returns the bytes with which the product answers. */
  byte[] response(Operation operation) {
    Call call = operation.calls().getFirst();
    return stack.http().bytes(operation.method(), url + call.path(), call.token(), call.body());
  }

  private Operation operation(String name, String method, BiFunction<String, String, Call> callOf) {
    int people = Math.min(Members.COUNT, requests.size());
    return new Operation(
        name,
        method,
        IntStream.range(0, people)
            .mapToObj(number -> callOf.apply(requests.get(number), stack.token(number)))
            .toList());
  }
}
