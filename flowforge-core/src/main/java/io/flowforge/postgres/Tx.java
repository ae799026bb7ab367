package io.flowforge.postgres;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.flowforge.error.InvalidException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A transaction in progress. It belongs to one thread and must not be used after the block that it
 * was passed to. Parameters may be strings, numbers, booleans, {@link Instant} (stored as UTC),
 * lists of strings (as an array) and null.
 */
public final class Tx {

  private static final Pattern SESSION_SETTING =
      Pattern.compile("\\s*SET\\s+(?!LOCAL\\b|CONSTRAINTS\\b|TRANSACTION\\b)", CASE_INSENSITIVE);

  /**
   * The <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE</a> of
   * the division by zero with which {@link #laterOrFail} ends a transaction.
   */
  private static final String DIVISION_BY_ZERO = "22012";

  /** The comment is for whoever finds the statement in the log of PostgreSQL. */
  private static final String FAIL_IF_NONE =
      " SELECT 1 / count(*) /* fails by design if nothing has been changed */ FROM changed";

  private final Connection connection;
  private final TransactionLimits limits;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final LaterStatements later = new LaterStatements();
  private @Nullable SQLException failure;
  private boolean isNextLast;
  private boolean hasEnded;

  /** Whether {@link #laterOrFail} has been called. */
  private boolean hasCondition;

  Tx(Connection connection) {
    this.connection = connection;
    this.limits = new TransactionLimits(connection);
  }

  /** Returns the connection, for a borrower whose statements do not pass through here. */
  Connection lend() throws SQLException {
    sendLater(false);
    requireNotEnded();
    limits.set();
    return connection;
  }

  /**
   * Runs a statement whose result nobody needs, at the latest before the next statement or the
   * commit. Statements that follow one another in this way take one round trip together.
   */
  public void later(String sql, @Nullable Object... parameters) {
    later.add(sql, parameters);
  }

  /**
   * Runs an update like {@link #later}. If it changes no row, the whole transaction fails with
   * {@link NothingChangedException}, at the latest when it commits; the statements after it, which
   * travel with it, are not executed.
   *
   * @param update without RETURNING
   */
  public void laterOrFail(String update, @Nullable Object... parameters) {
    hasCondition = true;
    later.add("WITH changed AS (" + update + " RETURNING 1)" + FAIL_IF_NONE, parameters);
  }

  /**
   * Lets PostgreSQL keep the plans of all statements from here to the end of the transaction, one
   * for each text and connection, whatever the parameters are. It would plan some each time,
   * because it takes their lists and limits for long, or their parameters for frequent values; for
   * a large statement that takes longer than to run it. The plans read tables by their indexes. The
   * settings travel with the next statement.
   */
  public void planOnce() {
    limits.planOnce();
  }

  /**
   * Lets all statements of this transaction read what was committed at one moment, and write
   * nothing. Comes before the first statement.
   */
  public void readOneMoment() {
    later("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }

  /**
   * Does work whose query is the last statement of the transaction: the commit travels with it,
   * which saves a round trip. What follows in the block must not need the transaction any more.
   */
  public <T> T last(Supplier<T> query) {
    isNextLast = true;
    T result = query.get();
    if (!hasEnded) {
      throw new IllegalStateException("there was no query to end the transaction with");
    }
    return result;
  }

  /** Commits, unless the last statement has done so. */
  void commit() throws SQLException {
    requireIntact();
    sendLater(true);
    // Sends nothing if the commit has travelled with a statement.
    connection.commit();
  }

  /** Sends the statements that wait for others to travel with. */
  private void sendLater(boolean areLast) {
    if (later.isEmpty()) {
      return;
    }
    LaterStatements.Combined all = later.take();
    try (PreparedStatement statement = prepared(all.sql(), areLast)) {
      bind(statement, all.parameters().toArray());
      limits.execute(statement);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Runs a statement and returns the number of rows that it changed. */
  public int update(String sql, @Nullable Object... parameters) {
    sendLater(false);
    try (PreparedStatement statement = prepared(sql, false)) {
      bind(statement, parameters);
      limits.execute(statement);
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Runs a statement once per list of parameters, in one round trip. */
  public void updateAll(String sql, List<? extends @Nullable Object[]> batches) {
    if (batches.isEmpty()) {
      return;
    }
    sendLater(false);
    try (PreparedStatement statement = preparedForBatch(sql)) {
      for (@Nullable Object[] parameters : batches) {
        bind(statement, parameters);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    boolean isLast = isNextLast;
    isNextLast = false;
    sendLater(false);
    try (PreparedStatement statement = prepared(sql, isLast)) {
      bind(statement, parameters);
      List<T> rows = new ArrayList<>();
      limits.execute(statement);
      try (ResultSet results = statement.getResultSet()) {
        Row row = new Row(results);
        while (results.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Returns the first row, if there is one. */
  public <T> Optional<T> find(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    return list(sql, reader, parameters).stream().findFirst();
  }

  /**
   * Runs the action on the same thread after the commit; never if the transaction is rolled back.
   */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /**
   * Throws if a statement has failed, even if the exception was caught. PostgreSQL would then turn
   * the commit into a rollback, which the driver does not report.
   */
  private void requireIntact() {
    if (failure != null) {
      throw translated(failure);
    }
  }

  private void requireNotEnded() {
    if (hasEnded) {
      throw new IllegalStateException("the transaction has ended with its last statement");
    }
  }

  List<Runnable> actionsAfterCommit() {
    return afterCommit;
  }

  /** Rejects a {@code SET} without {@code LOCAL}, which would outlive us on a pooled connection. */
  private PreparedStatement prepared(String sql, boolean isLast) throws SQLException {
    requireNotEnded();
    hasEnded = isLast;
    if (SESSION_SETTING.matcher(sql).lookingAt()) {
      throw new IllegalArgumentException("use SET LOCAL in a transaction: " + sql);
    }
    return limits.prepare(sql, isLast);
  }

  private PreparedStatement preparedForBatch(String sql) throws SQLException {
    limits.set();
    return prepared(sql, false);
  }

  private RuntimeException failed(SQLException e) {
    if (failure == null) {
      failure = e;
    }
    return translated(failure);
  }

  private RuntimeException translated(SQLException reported) {
    return hasCondition && DIVISION_BY_ZERO.equals(reported.getSQLState())
        ? new NothingChangedException(reported)
        : SqlFailures.translated(reported);
  }

  private void bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      switch (value) {
        case Instant instant ->
            statement.setObject(i + 1, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        case List<?> texts ->
            statement.setArray(i + 1, connection.createArrayOf("varchar", texts.toArray()));
        case null -> statement.setObject(i + 1, null);
        case String text when text.indexOf('\0') >= 0 ->
            throw new InvalidException("a string must not contain the character U+0000");
        default -> statement.setObject(i + 1, value);
      }
    }
  }
}
