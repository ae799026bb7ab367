package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import java.util.ArrayList;
import java.util.List;

/** All users, and their choice by id or name. */
public final class People {

  private static final NamedThings THINGS = new NamedThings("user", "user_id", "name");

  private final Api api;

  public People(Api api) {
    this.api = api;
  }

  public List<JsonNode> all() {
    List<JsonNode> all = new ArrayList<>();
    api.get(ApiPath.of("user")).forEach(all::add);
    return all;
  }

  /** Returns the id of the user with that id or name. */
  public String id(String idOrName) {
    return idAmong(all(), idOrName);
  }

  /** Returns the id of the one of these users who has that id or name. */
  public static String idAmong(List<JsonNode> users, String idOrName) {
    return THINGS.choose(users, idOrName).path("user_id").asText();
  }
}
