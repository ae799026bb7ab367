package io.flowforge.faults.cluster;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bson.Document;

/**
 * An organization in which the load works.
 *
 * <p>There are two: {@link #NAME}, and {@link #HANGING}, whose only member is {@link #MEMBER}.
 *
 * @param pipelineIds sorted, so that a seed chooses the same pipelines again
 */
record LoadOrganization(int orgId, List<String> pipelineIds) {

  static final String NAME = "Acme";

  /** The organization whose calls hang. */
  static final String HANGING = "Sluggish";

  static final String OWNER = "auth0|olga";
  static final String ADMIN = "auth0|ada";
  static final String MEMBER = "auth0|mike";
  static final String ATTACKER = "auth0|eve";

  /** The two organizations. */
  record Both(LoadOrganization load, LoadOrganization hanging) {}

  /** The number of further members, who have names of their own. */
  static final int CLIENTS = 20;

  /** Returns the user id of a further member. */
  static String client(int number) {
    return "auth0|client-" + number;
  }

  /**
   * Migrates the stores and seeds them with both organizations.
   *
   * @param program the build that does so
   * @param pipelines JSON as in {@code seed-data/pipelines}, of either organization
   */
  static Both seed(
      Program program,
      Map<String, String> environment,
      Tables tables,
      Path directory,
      List<String> pipelines)
      throws IOException {
    write(directory, pipelines);
    Path log = directory.resolve("seed.log");
    Process seed =
        ChildJvm.start(
            program,
            "io.flowforge.cli.FlowforgeCommand",
            environment,
            log,
            "seed",
            "--dir",
            directory.toString());
    if (seed.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("the stores were not seeded; see " + log);
    }
    String mongoUri = environment.getOrDefault("MONGO_URI", "");
    return new Both(organization(tables, mongoUri, NAME), organization(tables, mongoUri, HANGING));
  }

  private static LoadOrganization organization(Tables tables, String mongoUri, String name) {
    int orgId = tables.count("SELECT org_id FROM organization WHERE name = ?", name);
    return new LoadOrganization(orgId, pipelineIds(mongoUri, orgId));
  }

  private static void write(Path directory, List<String> pipelines) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("pipelines"));
    var users =
        new StringBuilder(
            """
            user_id,email,name,idp
            olga,olga@example.com,Olga,auth0
            ada,ada@example.com,Ada,auth0
            mike,mike@example.com,Mike,auth0
            eve,eve@example.com,Eve,auth0
            """);
    var memberships =
        new StringBuilder(
            """
            user,org,role
            ada@example.com,%1$s,Admin
            mike@example.com,%1$s,Member
            mike@example.com,%2$s,Member
            eve@example.com,%1$s,Member
            """
                .formatted(NAME, HANGING));
    for (int client = 0; client < CLIENTS; client++) {
      users.append("client-%1$d,client-%1$d@example.com,Client %1$d,auth0\n".formatted(client));
      memberships.append("client-%d@example.com,%s,Member\n".formatted(client, NAME));
    }
    Files.writeString(directory.resolve("user.csv"), users);
    Files.writeString(
        directory.resolve("org.csv"),
        "name,owner\n%s,olga@example.com\n%s,olga@example.com\n".formatted(NAME, HANGING));
    Files.writeString(directory.resolve("membership.csv"), memberships);
    for (int number = 0; number < pipelines.size(); number++) {
      Files.writeString(folder.resolve(number + ".json"), pipelines.get(number));
    }
  }

  private static List<String> pipelineIds(String mongoUri, int orgId) {
    try (MongoClient client = MongoClients.create(mongoUri)) {
      var found =
          client
              .getDatabase("flowforge_db")
              .getCollection("pipelines")
              .find(new Document("org_id", orgId));
      return StreamSupport.stream(found.spliterator(), false)
          .map(document -> document.getObjectId("_id").toHexString())
          .sorted()
          .toList();
    }
  }
}
