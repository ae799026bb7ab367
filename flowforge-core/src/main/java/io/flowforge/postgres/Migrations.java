package io.flowforge.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Brings the schema up to date with the changelogs of {@code db/}. */
public final class Migrations {

  private static final String CHANGELOG = "db/changelog.xml";

  /** Any constant will do, as long as every Flowforge on the database takes the same. */
  private static final long ADVISORY_LOCK = 0x464c4f5746L;

  /** What another server that starts may take for a change of a large table. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Migrations() {}

  /**
   * Applies what is missing, however long that takes. Servers that start together wait for each
   * other, up to ten minutes.
   *
   * @throws io.flowforge.error.UnavailableException when PostgreSQL does not answer, or another
   *     server takes too long
   */
  public static void run(Database database) {
    run(database, PATIENCE);
  }

  static void run(Database database, Duration patience) {
    database.exclusively(
        ADVISORY_LOCK,
        patience,
        () -> {
          releaseLockOfTheDead(database);
          return database.withoutTimeouts(Migrations::update);
        });
  }

  /**
   * Liquibase's own lock is a row that a killed process leaves behind, and everybody after it waits
   * for minutes and fails. Ours dies with its connection; whoever holds ours knows that no other
   * Flowforge is migrating, so a row that says so is of a dead one.
   */
  private static void releaseLockOfTheDead(Database database) {
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
              Scope.Attr.resourceAccessor.name(), new ClassLoaderResourceAccessor()),
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
