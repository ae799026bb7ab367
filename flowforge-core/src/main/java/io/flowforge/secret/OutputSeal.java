package io.flowforge.secret;

import io.flowforge.postgres.Tx;
import io.flowforge.request.output.SealedOutput;
import io.flowforge.secret.seal.ClosedSealException;
import io.flowforge.secret.seal.KeyCanaries;
import io.flowforge.secret.seal.Seal;
import io.flowforge.secret.seal.SealScope;
import io.flowforge.secret.seal.SealedValue;

/** The encryption of secret outputs, with the keys of secrets. Safe for use by many threads. */
public final class OutputSeal {

  private final Seal seal;
  private final KeyCanaries canaries;

  OutputSeal(Seal seal, KeyCanaries canaries) {
    this.seal = seal;
    this.canaries = canaries;
  }

  /** What an output belongs to; elsewhere, it cannot be opened. */
  public record OutputPlace(int orgId, String requestId, String stepName, String name, int run) {

    static OutputPlace of(SealedOutput output) {
      return new OutputPlace(
          output.orgId(), output.requestId(), output.stepName(), output.name(), output.run());
    }

    /**
     * No secret has a bar in its name, no id of a request and no output's name has one, and the
     * name of the step comes last: each text has one meaning.
     */
    SealScope scope() {
      return new SealScope(orgId, "output|%s|%s|%s".formatted(requestId, name, stepName), run);
    }
  }

  /** Returns whether this server has keys. */
  public boolean hasKeys() {
    return seal.hasKeys();
  }

  /**
   * Keeps the key with which values are sealed known until the transaction is over. Must come first
   * in each transaction that writes sealed values.
   */
  public void holdKey(Tx tx) {
    canaries.ensure(tx);
  }

  /** Seals a value. */
  public SealedValue seal(OutputPlace place, String value) {
    return seal.seal(place.scope(), value);
  }

  /**
   * Opens a value.
   *
   * @throws ClosedSealException if there is no such key, or something has been changed
   */
  public String open(OutputPlace place, SealedValue value) throws ClosedSealException {
    return seal.open(place.scope(), value);
  }
}
