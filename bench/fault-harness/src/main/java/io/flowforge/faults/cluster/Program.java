package io.flowforge.faults.cluster;

/**
 * What a JVM runs with.
 *
 * @param classPath the class path of a build of Flowforge and this harness
 * @param heapMegabytes the maximum heap
 */
public record Program(String classPath, int heapMegabytes) {

  private static final int USUAL_HEAP_MEGABYTES = 384;

  /** Returns this build, with a usual heap. */
  public static Program current() {
    return of(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  /** Returns the build of a class path, with a usual heap. */
  public static Program of(String classPath) {
    return new Program(classPath, USUAL_HEAP_MEGABYTES);
  }

  /** Returns the same build with another maximum heap. */
  public Program withHeap(int megabytes) {
    return new Program(classPath, megabytes);
  }

  boolean hasUsualHeap() {
    return heapMegabytes == USUAL_HEAP_MEGABYTES;
  }
}
