package io.flowforge.cli.command;

import io.flowforge.seed.part.SeedPart;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that choose parts of the seed data. */
final class SeedPartOptions {

  @Option(
      names = "--users",
      description = {
        "Load only the users, or only the parts that are named so.",
        "References to other parts are looked up in the stores."
      })
  private boolean users;

  @Option(names = "--orgs", description = "Load the organizations, with their owners.")
  private boolean organizations;

  @Option(names = "--memberships", description = "Load the memberships.")
  private boolean memberships;

  @Option(names = "--pipelines", description = "Load the pipelines.")
  private boolean pipelines;

  @Option(names = "--requests", description = "Load the requests.")
  private boolean requests;

  /** Returns the parts that were named, or all of them. */
  Set<SeedPart> chosen() {
    Set<SeedPart> chosen = EnumSet.noneOf(SeedPart.class);
    add(chosen, SeedPart.USERS, users);
    add(chosen, SeedPart.ORGANIZATIONS, organizations);
    add(chosen, SeedPart.MEMBERSHIPS, memberships);
    add(chosen, SeedPart.PIPELINES, pipelines);
    add(chosen, SeedPart.REQUESTS, requests);
    return chosen.isEmpty() ? EnumSet.allOf(SeedPart.class) : chosen;
  }

  private static void add(Set<SeedPart> chosen, SeedPart part, boolean isNamed) {
    if (isNamed) {
      chosen.add(part);
    }
  }
}
