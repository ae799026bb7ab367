package io.flowforge.faults.stub;

/**
 * A step of one request, as the target knows it.
 *
 * @param ticket the form value that is unique to each attempt to submit a request
 * @param name the step's name
 */
public record CalledStep(String ticket, String name) {

  @Override
  public String toString() {
    return name + " of " + ticket;
  }
}
