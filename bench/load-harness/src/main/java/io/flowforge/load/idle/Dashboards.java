package io.flowforge.load.idle;

import io.flowforge.generator.LoadOrder.Call;
import io.flowforge.load.stack.Members;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import io.flowforge.load.stack.Submissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What all people's dashboards call in the time between two polls of one of them. */
final class Dashboards {

  private final Stack stack;
  private final List<String> requests;

  /**
   * Submits the requests that the dashboards show.
   *
   * @param count how many
   */
  Dashboards(Stack stack, ServerAddress server, int count) {
    this.stack = stack;
    requests = new Submissions(stack, server).submit(Math.max(count, Members.COUNT));
  }

  List<Call> polls() {
    long orgId = stack.orgId();
    return IntStream.range(0, Members.COUNT)
        .boxed()
        .flatMap(
            number ->
                Stream.of(
                    new Call("/api/service_request?org_id=" + orgId, stack.token(number), ""),
                    new Call(
                        "/api/service_request/" + requests.get(number) + "/steps",
                        stack.token(number),
                        "")))
        .toList();
  }
}
