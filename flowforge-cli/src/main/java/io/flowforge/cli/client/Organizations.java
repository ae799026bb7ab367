package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The organizations that the caller may see. */
public final class Organizations {

  private static final NamedThings THINGS = new NamedThings("organization", "org_id", "name");

  private final Api api;

  public Organizations(Api api) {
    this.api = api;
  }

  public List<JsonNode> all() {
    List<JsonNode> all = new ArrayList<>();
    api.get(ApiPath.of("organization")).forEach(all::add);
    return all;
  }

  /** Returns the organization with that id or name. */
  public JsonNode find(String idOrName) {
    return THINGS.choose(all(), idOrName);
  }

  /** Returns the named organization, or all if none is named. */
  public List<JsonNode> named(Optional<String> idOrName) {
    return idOrName.map(name -> List.of(find(name))).orElseGet(this::all);
  }

  /**
   * Returns the named organization, or the only one if none is named.
   *
   * @throws InvalidException if none is named, and there are several
   */
  public JsonNode only(Optional<String> idOrName) {
    if (idOrName.isPresent()) {
      return find(idOrName.get());
    }
    List<JsonNode> all = all();
    return switch (all.size()) {
      case 0 -> throw new NotFoundException("you are not a member of any organization");
      case 1 -> all.getFirst();
      default ->
          throw new InvalidException(
              "there are several organizations; choose one with --org: " + THINGS.names(all));
    };
  }

  /** Returns the id of an organization. */
  public static int id(JsonNode organization) {
    return organization.path("org_id").asInt();
  }

  /** Returns the members of an organization. */
  public List<JsonNode> members(int orgId) {
    List<JsonNode> members = new ArrayList<>();
    api.get(ApiPath.of("organization", Integer.toString(orgId), "members"))
        .path("members")
        .forEach(members::add);
    return members;
  }
}
