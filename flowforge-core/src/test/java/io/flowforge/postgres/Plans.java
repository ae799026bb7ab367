package io.flowforge.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.TestStores;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** How PostgreSQL goes about the statements of a store among very many rows. */
public final class Plans implements AutoCloseable {

  /** What travels with a statement that is planned once. */
  private static final String ONE_PLAN = TransactionLimits.ONE_PLAN;

  /**
   * How many executions of a statement <a
   * href="https://www.postgresql.org/docs/current/sql-prepare.html">PostgreSQL always plans</a>.
   */
  private static final int WITH_PLANS_OF_THEIR_OWN = 5;

  private final TestStores stores = new TestStores();
  private final PostgresUri uri = PostgresUri.parse(stores.postgresUri());

  private Plans() {}

  /** Returns the scans of a plan that read all of a table, or of an index. */
  public static List<String> scansOfWholeTables(String plan) {
    List<String> lines = plan.lines().map(String::strip).toList();
    return IntStream.range(0, lines.size())
        .filter(
            i ->
                lines.get(i).contains("Seq Scan on ")
                    || (lines.get(i).matches(".*Index (Only )?Scan .*on .*")
                        && !(i + 1 < lines.size() && lines.get(i + 1).startsWith("Index Cond: "))))
        .mapToObj(lines::get)
        .toList();
  }

  /**
   * On a database with the rows that these statements make; without any, on one that PostgreSQL has
   * not analyzed yet.
   */
  public static Plans among(String... inserts) {
    var plans = new Plans();
    try (Database database = Database.open(plans.uri, 2)) {
      Migrations.run(database);
      database.useTransaction(
          tx -> {
            for (String insert : inserts) {
              tx.update(insert);
            }
            if (inserts.length > 0) {
              tx.update("ANALYZE");
            }
          });
    }
    return plans;
  }

  /**
   * The plan of the one statement that the work runs, which PostgreSQL must keep, because to plan
   * often takes longer than to run. It is the one for any parameters. The work is rolled back.
   */
  public String of(Consumer<Tx> work) {
    assertThat(plannedEachTime(work)).as("planned each time; Tx.planOnce prevents that").isEmpty();
    List<String> statements = statementsOf(work);
    assertThat(statements).hasSize(1);
    return kept(statements.getFirst());
  }

  /**
   * The plan for any parameters of the last statement that the work runs. The work is rolled back.
   */
  public String ofAnyParameters(Consumer<Tx> work) {
    return kept(statementsOf(work).getLast());
  }

  private String kept(String statement) {
    // Only in this mode the driver sends a statement whose parameters nobody sets.
    try (Connection explainer = connect("&preferQueryMode=simple");
        Statement explanation = explainer.createStatement()) {
      explainer.setAutoCommit(false);
      if (statement.startsWith(ONE_PLAN)) {
        explanation.execute(ONE_PLAN);
      }
      return textOf(
          explanation.executeQuery(
              "EXPLAIN (GENERIC_PLAN) " + numbered(statement.replace(ONE_PLAN, ""))));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The plan for given parameters of the one statement that the work runs, which PostgreSQL may
   * plan each time, because the best plan depends on them or it is run rarely. The work is rolled
   * back.
   */
  public String ofThese(Consumer<Tx> work) {
    List<String> plans = new ArrayList<>();
    try (Connection connection = connect("")) {
      run(work, connection, explaining(connection, plans));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    assertThat(plans).hasSize(1);
    return plans.getFirst();
  }

  private List<String> statementsOf(Consumer<Tx> work) {
    List<String> statements = new ArrayList<>();
    try (Connection connection = connect("")) {
      run(work, connection, noting(connection, statements));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return statements;
  }

  /**
   * Repeats the work in a session and returns the statements that PostgreSQL plans for the
   * parameters of each execution, as it does with the first five of every statement.
   */
  private List<String> plannedEachTime(Consumer<Tx> work) {
    try (Connection connection = connect("&prepareThreshold=1")) {
      for (int time = 0; time < 2 * WITH_PLANS_OF_THEIR_OWN; time++) {
        run(work, connection, connection);
      }
      connection.setAutoCommit(true);
      List<String> found = new ArrayList<>();
      try (Statement query = connection.createStatement();
          ResultSet rows =
              query.executeQuery(
                  "SELECT statement FROM pg_prepared_statements WHERE custom_plans > "
                      + WITH_PLANS_OF_THEIR_OWN)) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect(String option) throws SQLException {
    return DriverManager.getConnection(uri.jdbcUrl() + option, uri.user(), uri.password());
  }

  private static void run(Consumer<Tx> work, Connection connection, Connection watched)
      throws SQLException {
    connection.setAutoCommit(false);
    var tx = new Tx(watched);
    // Sets the limits of the transaction, which otherwise precede its first statement.
    tx.lend();
    work.accept(tx);
    // Sends what waits for other statements to travel with.
    tx.lend();
    connection.rollback();
  }

  @Override
  public void close() {
    stores.close();
  }

  private static Connection noting(Connection connection, List<String> statements) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            statements.add(arguments[0].toString());
          }
          return invoked(connection, method, arguments);
        });
  }

  private static String numbered(String sql) {
    var numbered = new StringBuilder();
    int number = 0;
    for (int at = 0; at < sql.length(); at++) {
      char character = sql.charAt(at);
      if (character == '?') {
        number++;
        numbered.append('$').append(number);
      } else {
        numbered.append(character);
      }
    }
    return numbered.toString();
  }

  private static Connection explaining(Connection connection, List<String> plans) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          Object result = invoked(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? explaining(statement, connection.prepareStatement("EXPLAIN " + arguments[0]), plans)
              : result;
        });
  }

  /** Binds every parameter twice, and runs the explanation first. */
  private static PreparedStatement explaining(
      PreparedStatement statement, PreparedStatement explanation, List<String> plans) {
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) -> {
          if (method.getName().startsWith("set")) {
            invoked(explanation, method, arguments);
          }
          if (method.getName().startsWith("execute")) {
            plans.add(textOf(explanation.executeQuery()));
          }
          return invoked(statement, method, arguments);
        });
  }

  private static String textOf(ResultSet explained) throws SQLException {
    var text = new StringBuilder();
    try (ResultSet lines = explained) {
      while (lines.next()) {
        text.append(lines.getString(1)).append('\n');
      }
    }
    return text.toString();
  }

  private static Object invoked(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Plans.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
