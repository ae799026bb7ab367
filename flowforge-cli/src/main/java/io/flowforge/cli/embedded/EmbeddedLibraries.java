package io.flowforge.cli.embedded;

/**
 * The libraries of the embedded stack. An installation for servers only, such as the container
 * image, leaves them out.
 */
public final class EmbeddedLibraries {

  /** What to do without them. */
  public static final String ABSENT =
      "this installation is for servers only (it has no lib/embedded): run flowforge serve on your"
          + " own stores (POSTGRES_URI, MONGO_URI), or use the release archive, which brings stores"
          + " for this command";

  private EmbeddedLibraries() {}

  public static boolean areInstalled() {
    try {
      Class.forName(
          "de.bwaldvogel.mongo.MongoServer", false, EmbeddedLibraries.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }
}
