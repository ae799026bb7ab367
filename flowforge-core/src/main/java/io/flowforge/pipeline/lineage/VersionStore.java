package io.flowforge.pipeline.lineage;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables {@code pipeline_version} and {@code pipeline_version_intent}. */
public final class VersionStore {

  /**
   * Holds if the pipeline of a new row of {@code request_run} accepts requests: it is the newest
   * version of its lineage, and not archived. Locks the version until the transaction ends, so that
   * it can be neither replaced nor archived. Part of the statement itself, so that it costs no
   * round trip.
   */
  public static final String ACCEPTS_REQUESTS =
      """
      ((SELECT successor_id IS NULL AND archived_on IS NULL FROM pipeline_version
        WHERE pipeline_version.pipeline_id = request_run.pipeline_id FOR KEY SHARE) IS NOT FALSE
       AND NOT EXISTS (SELECT 1 FROM pipeline_version_intent AS intent
                       WHERE intent.pipeline_id = request_run.pipeline_id))
      """;

  private static final String COLUMNS =
      "org_id, lineage, version, pipeline_id, successor_id, archived_on,"
          + " archived_on IS NOT NULL AS archived";

  private static final int MAX_ATTEMPTS = 3;

  private static final String IS_NEWEST =
      """
      lineage = (SELECT same.lineage FROM pipeline_version AS same WHERE same.pipeline_id = ?)
      AND successor_id IS NULL
      """;

  /** Returns whether the database has been migrated so far that it has the table. */
  public static boolean hasTable(Tx tx) {
    return tx.find(
            "SELECT to_regclass('pipeline_version') IS NOT NULL AS found", row -> row.bool("found"))
        .orElse(false);
  }

  /** Finds the place of a version; empty if it has never been changed or archived. */
  public Optional<LineageVersion> find(Tx tx, String pipelineId) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM pipeline_version WHERE pipeline_id = ?",
        VersionStore::version,
        pipelineId);
  }

  /** Returns whether the pipeline accepts requests at the moment; see {@link #ACCEPTS_REQUESTS}. */
  public boolean acceptsRequests(Tx tx, String pipelineId) {
    return tx.list(
            "SELECT "
                + ACCEPTS_REQUESTS
                + " AS accepted FROM (VALUES (?::varchar)) AS request_run (pipeline_id)",
            row -> row.bool("accepted"),
            pipelineId)
        .getFirst();
  }

  /** Finds the newest version of the lineage that the pipeline belongs to. */
  public Optional<LineageVersion> newest(Tx tx, String pipelineId) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM pipeline_version WHERE " + IS_NEWEST,
        VersionStore::version,
        pipelineId);
  }

  /**
   * Finds the newest version like {@link #newest}, and locks it against requests, changes and
   * archiving until the transaction ends.
   */
  public Optional<LineageVersion> lockNewest(Tx tx, String pipelineId) {
    // A version that is replaced while this waits for it is no longer the newest one.
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Optional<LineageVersion> locked =
          tx.find(
              "SELECT " + COLUMNS + " FROM pipeline_version WHERE " + IS_NEWEST + " FOR UPDATE",
              VersionStore::version,
              pipelineId);
      if (locked.isPresent() || find(tx, pipelineId).isEmpty()) {
        return locked;
      }
    }
    return Optional.empty();
  }

  /** Returns the versions of the lineage that the pipeline belongs to, newest first. */
  public List<LineageVersion> lineage(Tx tx, String pipelineId) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + """
               FROM pipeline_version
              WHERE (org_id, lineage) = (SELECT same.org_id, same.lineage
                                         FROM pipeline_version AS same WHERE same.pipeline_id = ?)
              ORDER BY version DESC
              """,
        VersionStore::version,
        pipelineId);
  }

  /** Adds a version, unless it is there. */
  public void addIfAbsent(Tx tx, LineageVersion version) {
    tx.update(
        """
        INSERT INTO pipeline_version (org_id, lineage, version, pipeline_id, successor_id)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (pipeline_id) DO NOTHING
        """,
        version.orgId(),
        version.lineage(),
        version.version(),
        version.pipelineId(),
        version.successorId());
  }

  /** Replaces the newest version of a lineage, which must be locked. */
  public void replace(Tx tx, LineageVersion newest, String successorId, int version) {
    tx.update(
        "UPDATE pipeline_version SET successor_id = ? WHERE pipeline_id = ?",
        successorId,
        newest.pipelineId());
    tx.update(
        """
        INSERT INTO pipeline_version (org_id, lineage, version, pipeline_id) VALUES (?, ?, ?, ?)
        """,
        newest.orgId(),
        newest.lineage(),
        version,
        successorId);
  }

  /** Archives all versions of a lineage whose newest version is locked. */
  public void archive(Tx tx, LineageVersion newest, Instant now) {
    tx.update(
        """
        UPDATE pipeline_version SET archived_on = ?
        WHERE org_id = ? AND lineage = ? AND archived_on IS NULL
        """,
        now,
        newest.orgId(),
        newest.lineage());
  }

  /** Restores all versions of a lineage. */
  public void restore(Tx tx, LineageVersion newest) {
    tx.update(
        "UPDATE pipeline_version SET archived_on = NULL WHERE org_id = ? AND lineage = ?",
        newest.orgId(),
        newest.lineage());
  }

  /** Counts the versions of the organization that are not the newest, or archived. */
  public int countUnlisted(Tx tx, int orgId) {
    return tx.list(
            """
            SELECT count(*) AS unlisted FROM pipeline_version
            WHERE org_id = ? AND (successor_id IS NOT NULL OR archived_on IS NOT NULL)
            """,
            row -> row.integer("unlisted"),
            orgId)
        .getFirst();
  }

  /** Returns the ids of the organization's versions that are not the newest, or archived. */
  public Set<String> replacedOrArchived(Tx tx, int orgId) {
    return ids(
        tx,
        """
        SELECT pipeline_id FROM pipeline_version
        WHERE org_id = ? AND (successor_id IS NOT NULL OR archived_on IS NOT NULL)
        UNION ALL SELECT pipeline_id FROM pipeline_version_intent WHERE org_id = ?
        """,
        orgId,
        orgId);
  }

  /** Returns the ids of the organization's versions whose documents are being written. */
  public Set<String> intended(Tx tx, int orgId) {
    return ids(tx, "SELECT pipeline_id FROM pipeline_version_intent WHERE org_id = ?", orgId);
  }

  /** Returns the newest version of the lineage, by the ids of all versions of the organization. */
  public Map<String, LineageVersion> newestOfEach(Tx tx, int orgId) {
    List<LineageVersion> all =
        tx.list(
            "SELECT " + COLUMNS + " FROM pipeline_version WHERE org_id = ?",
            VersionStore::version,
            orgId);
    Map<String, LineageVersion> ofLineage =
        all.stream()
            .filter(LineageVersion::isNewest)
            .collect(toMap(LineageVersion::lineage, identity()));
    Map<String, LineageVersion> newest = new HashMap<>();
    for (LineageVersion version : all) {
      newest.put(version.pipelineId(), ofLineage.getOrDefault(version.lineage(), version));
    }
    return newest;
  }

  private static Set<String> ids(Tx tx, String sql, Object... parameters) {
    return new HashSet<>(tx.list(sql, row -> row.text("pipeline_id"), parameters));
  }

  /**
   * Notes that the document of a version is being written; nobody sees it until it is published.
   */
  public void intend(Tx tx, String pipelineId, int orgId, Instant now) {
    tx.update(
        """
        INSERT INTO pipeline_version_intent (pipeline_id, org_id, created_at) VALUES (?, ?, ?)
        """,
        pipelineId,
        orgId,
        now);
  }

  /** Removes the note of {@link #intend}; returns whether it was there. */
  public boolean endIntent(Tx tx, String pipelineId) {
    return tx.update("DELETE FROM pipeline_version_intent WHERE pipeline_id = ?", pipelineId) == 1;
  }

  public boolean isIntended(Tx tx, String pipelineId) {
    return tx.find(
            "SELECT 1 FROM pipeline_version_intent WHERE pipeline_id = ?", _ -> true, pipelineId)
        .orElse(false);
  }

  /** Finds the note of {@link #intend} and locks it until the transaction ends. */
  public boolean lockIntent(Tx tx, String pipelineId) {
    return tx.find(
            "SELECT 1 FROM pipeline_version_intent WHERE pipeline_id = ? FOR UPDATE",
            _ -> true,
            pipelineId)
        .orElse(false);
  }

  /** Returns the versions that somebody began to write before that time. */
  public List<String> intendedBefore(Tx tx, Instant time, int limit) {
    return tx.list(
        """
        SELECT pipeline_id FROM pipeline_version_intent WHERE created_at < ?
        ORDER BY created_at LIMIT ?
        """,
        row -> row.text("pipeline_id"),
        time,
        limit);
  }

  private static LineageVersion version(Row row) throws SQLException {
    String successor = row.textOr("successor_id", "");
    return new LineageVersion(
        row.text("pipeline_id"),
        row.integer("org_id"),
        row.text("lineage"),
        row.integer("version"),
        successor.isEmpty() ? null : successor,
        row.bool("archived") ? row.instant("archived_on") : null);
  }
}
