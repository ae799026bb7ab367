package io.flowforge.organization;

import io.flowforge.postgres.Tx;
import java.time.Instant;
import java.util.List;

/** The table {@code organization}. */
public final class OrganizationStore {

  /** Adds an organization and returns it with its id. */
  public Organization add(Tx tx, String name, String owner, Instant now) {
    return tx.list(
            """
            INSERT INTO organization (name, owner, created_on, deleted)
            VALUES (?, ?, ?, FALSE)
            RETURNING org_id
            """,
            row -> new Organization(row.integer("org_id"), name, owner, now, false),
            name,
            owner,
            now)
        .getFirst();
  }

  /** The organizations of that name, oldest first. Names are not unique. */
  public List<Organization> named(Tx tx, String name) {
    return tx.list(
        """
        SELECT org_id, name, owner, created_on, deleted
        FROM organization WHERE name = ? AND NOT deleted ORDER BY org_id
        """,
        row ->
            new Organization(
                row.integer("org_id"),
                row.text("name"),
                row.text("owner"),
                row.instant("created_on"),
                row.bool("deleted")),
        name);
  }
}
