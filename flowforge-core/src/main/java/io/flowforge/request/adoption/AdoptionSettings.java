package io.flowforge.request.adoption;

/**
 * How a process adopts requests.
 *
 * @param resumes whether requests that an older system left Running go on
 * @param batch requests per transaction; with 200 it takes a fraction of a second
 * @param loggedEvery requests between two lines of the log
 */
public record AdoptionSettings(boolean resumes, int batch, int loggedEvery) {

  public static final AdoptionSettings DEFAULTS = new AdoptionSettings(false, 200, 5_000);

  public AdoptionSettings resuming(boolean goesOn) {
    return new AdoptionSettings(goesOn, batch, loggedEvery);
  }
}
