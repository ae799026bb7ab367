package io.flowforge.server.auth;

/** Thrown for a token that is not accepted. It contains nothing of the token. */
final class InvalidTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final TokenProblem problem;

  /** Creates it without a cause, which could quote the token. */
  InvalidTokenException(TokenProblem problem) {
    super(problem.description());
    this.problem = problem;
  }

  TokenProblem problem() {
    return problem;
  }
}
