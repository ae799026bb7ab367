package io.flowforge.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;

/**
 * A connection whose transactions may take any time, for a borrower who begins and ends them. The
 * limits are lifted in each transaction: behind a pooler, the next one may have another session.
 */
final class UnlimitedConnection {

  private static final Set<String> BEGIN_A_TRANSACTION =
      Set.of("setAutoCommit", "commit", "rollback");

  private UnlimitedConnection() {}

  static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(connection, arguments);
                if (BEGIN_A_TRANSACTION.contains(method.getName()) && !connection.getAutoCommit()) {
                  TransactionLimits.lift(connection, "");
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
