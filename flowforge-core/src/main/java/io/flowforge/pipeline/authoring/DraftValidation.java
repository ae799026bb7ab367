package io.flowforge.pipeline.authoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.pipeline.file.CheckedDraft;
import io.flowforge.pipeline.file.DraftCheck;
import io.flowforge.postgres.Database;
import io.flowforge.secret.reference.SecretDirectory;

/** The check of drafts for those who may create pipelines. It writes nothing. Thread-safe. */
public final class DraftValidation {

  private final Database database;
  private final AccessControl access;
  private final SecretDirectory secrets;
  private final DraftCheck check;

  public DraftValidation(
      Database database, AccessControl access, SecretDirectory secrets, DraftCheck check) {
    this.database = database;
    this.access = access;
    this.secrets = secrets;
    this.check = check;
  }

  /**
   * Checks a draft as if the caller created it in the organization that it names.
   *
   * @throws InvalidException if it names no organization
   * @throws io.flowforge.error.ForbiddenException if the caller may not create pipelines there
   */
  public CheckedDraft check(Caller caller, ObjectNode draft) {
    int orgId = requireAuthor(caller, draft);
    return check.check(draft, secrets.of(orgId));
  }

  private int requireAuthor(Caller caller, ObjectNode draft) {
    if (!draft.hasNonNull("org_id")) {
      throw new InvalidException("missing required field: 'org_id'");
    }
    if (!draft.path("org_id").isInt()) {
      throw new InvalidException("org_id: must be a whole number; write the id of an organization");
    }
    int orgId = draft.path("org_id").intValue();
    database.useTransaction(tx -> access.requireIn(tx, caller, orgId, Action.CREATE_PIPELINE));
    return orgId;
  }
}
