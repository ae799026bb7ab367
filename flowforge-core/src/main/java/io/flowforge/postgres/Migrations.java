package io.flowforge.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** The migration of the schema, by the changelogs of {@code db/}. */
public final class Migrations {

  private static final String CHANGELOG = "db/changelog.xml";

  /** An arbitrary number; all Flowforge processes on a database must use the same one. */
  private static final long ADVISORY_LOCK = 0x464c4f5746L;

  /** The time that another server may take to change a large table. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(10);

  private Migrations() {}

  /**
   * Applies the missing changes, however long that takes. Servers that start together wait for each
   * other, for at most ten minutes.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond, or if another
   *     server takes too long
   */
  public static void run(Database database) {
    run(database, LOCK_TIMEOUT);
  }

  static void run(Database database, Duration lockTimeout) {
    // Nearly always. To find this out, Liquibase takes longer than all else at the start together.
    if (DatabaseFacts.of(database).pendingChanges().isEmpty()) {
      return;
    }
    database.exclusively(
        ADVISORY_LOCK,
        lockTimeout,
        () -> {
          releaseAbandonedLock(database);
          return database.withoutTimeouts(Migrations::update);
        });
  }

  /**
   * Clears Liquibase's own lock, a row that a killed process leaves behind and that makes every
   * later process wait for minutes and fail. We hold our advisory lock, which ends with its
   * connection, so no other Flowforge process is migrating and the row is a leftover.
   */
  private static void releaseAbandonedLock(Database database) {
    database.useTransaction(
        tx ->
            tx.update(
                """
                DO $$ BEGIN
                  IF to_regclass('databasechangeloglock') IS NOT NULL THEN
                    UPDATE databasechangeloglock
                    SET locked = FALSE, lockgranted = NULL, lockedby = NULL
                    WHERE locked;
                  END IF;
                END $$"""));
  }

  private static boolean update(Connection connection) throws SQLException {
    try {
      var target =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      Scope.child(
          Map.of(
              Scope.Attr.ui.name(), new LoggerUIService(),
              Scope.Attr.resourceAccessor.name(), new ClassLoaderResourceAccessor(),
              // Otherwise it would ask a server of its maker whether to report each migration.
              AnalyticsArgs.ENABLED.getKey(), false),
          () -> {
            var update = new CommandScope(UpdateCommandStep.COMMAND_NAME);
            update.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, target);
            update.addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, CHANGELOG);
            update.addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF);
            update.execute();
          });
      return true;
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the schema could not be brought up to date", e);
    }
  }
}
