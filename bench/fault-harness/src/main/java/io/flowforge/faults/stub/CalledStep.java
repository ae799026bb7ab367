package io.flowforge.faults.stub;

/**
 * A step in one run of one request, as the target knows it.
 *
 * @param ticket the form value that is unique to each attempt to submit a request
 * @param name the step's name
 * @param run the number of the run, which the key names
 */
public record CalledStep(String ticket, String name, int run) {

  /** Creates a step of a first run. */
  public CalledStep(String ticket, String name) {
    this(ticket, name, 1);
  }

  @Override
  public String toString() {
    return name + " of " + ticket + (run == 1 ? "" : " in run " + run);
  }
}
