package io.flowforge.server.console;

import java.util.List;

/** The paths of the console's pages. The script in the browser decides what each of them shows. */
final class ConsolePaths {

  static final List<String> PAGES =
      List.of(
          "/",
          "/requests",
          "/requests/{id}",
          "/services",
          "/services/{pipelineId}",
          "/inbox",
          "/pipelines",
          // And /pipelines/new.
          "/pipelines/{id}",
          "/pipelines/{id}/edit",
          "/pipelines/{id}/versions",
          "/members",
          "/secrets",
          "/organization",
          "/profile",
          // To which the issuer sends people back.
          "/sign-in");

  private ConsolePaths() {}
}
