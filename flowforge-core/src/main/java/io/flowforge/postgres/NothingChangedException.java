package io.flowforge.postgres;

/**
 * An update on which the rest of its transaction depends has changed no row, so that nothing of the
 * transaction has been committed. See {@link Tx#laterOrFail}.
 */
public final class NothingChangedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NothingChangedException(Throwable cause) {
    super("an update has changed no row", cause);
  }
}
