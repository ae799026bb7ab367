package io.flowforge.load.growth;

import io.flowforge.load.stack.Members;
import io.flowforge.load.stack.Stack;
import io.flowforge.load.stack.Stack.ServerAddress;
import java.util.List;

/** The calls of the API whose time must not depend on how many requests there are. */
final class CallProbes {

  private final Stack stack;
  private final String url;
  private final GrownRequests requests;

  CallProbes(Stack stack, ServerAddress server, GrownRequests requests) {
    this.stack = stack;
    this.requests = requests;
    url = server.url() + "/api/service_request";
  }

  List<TimedProbe> all() {
    String list = "?org_id=" + stack.orgId();
    String all = "/admin" + list;
    return List.of(
        new TimedProbe("own list", time -> asMember(time, list)),
        new TimedProbe(
            "own list, a status", time -> asMember(time, list + "&status=Pending,Failed")),
        new TimedProbe(
            "own list, before a request in the middle",
            time -> asMember(time, list + "&before=" + middle(time))),
        new TimedProbe("list of all", _ -> asAdmin(all)),
        new TimedProbe("list of all, a status", _ -> asAdmin(all + "&status=Pending")),
        new TimedProbe(
            "list of all, before a request in the middle",
            time -> asAdmin(all + "&before=" + middle(time))),
        new TimedProbe("request", time -> asMember(time, "/" + middle(time))),
        new TimedProbe("steps", time -> asMember(time, "/" + middle(time) + "/steps")),
        new TimedProbe("log of a step", time -> asMember(time, "/" + middle(time) + "/logs/s1")),
        new TimedProbe(
            "list of all, the page in the middle by its number",
            time -> asAdmin(all + "&page=" + (requests.middle() / 10 + time))));
  }

  /** Returns a request of the member whose turn it is. */
  private String middle(int time) {
    int number = requests.middle();
    number += Members.COUNT - number % Members.COUNT;
    return GrownRequests.id(number + time % Members.COUNT);
  }

  private void asMember(int time, String path) {
    var _ = stack.http().bytes("GET", url + path, stack.token(time % Members.COUNT), "");
  }

  private void asAdmin(String path) {
    var _ = stack.http().bytes("GET", url + path, stack.adminToken(), "");
  }
}
