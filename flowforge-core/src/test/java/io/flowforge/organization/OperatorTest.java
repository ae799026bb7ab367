package io.flowforge.organization;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.World;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator may do to organizations that they are not a member of. */
class OperatorTest extends CoreTest {

  private static final Caller OPERATOR = new Caller.Operator("test");
  private int orgId;

  @BeforeEach
  void makeOrganization() {
    orgId = new World(flowforge).orgId();
  }

  @Test
  void seesAllOrganizationsAndTheirMembers() {
    assertThat(flowforge.organizationService().list(OPERATOR))
        .extracting(Organization::orgId)
        .contains(orgId);
    assertThat(flowforge.membershipService().membersOf(OPERATOR, orgId)).hasSize(3);
  }

  @Test
  void changesMembersButNotTheOwner() {
    flowforge.membershipService().add(OPERATOR, orgId, STRANGER.userId(), Role.ADMIN);
    flowforge.membershipService().changeRole(OPERATOR, orgId, ADMIN.userId(), Role.MEMBER);
    flowforge.departures().remove(OPERATOR, orgId, MEMBER.userId());
    assertThat(roles())
        .isEqualTo(Map.of("auth0|olga", "Owner", "auth0|ada", "Member", "auth0|sam", "Admin"));
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> flowforge.departures().remove(OPERATOR, orgId, OWNER.userId()));
  }

  @Test
  void transfersTheOwnership() {
    flowforge.membershipService().transferOwnership(OPERATOR, orgId, MEMBER.userId());
    assertThat(roles())
        .isEqualTo(Map.of("auth0|olga", "Admin", "auth0|ada", "Admin", "auth0|mike", "Owner"));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(
            () ->
                flowforge.membershipService().transferOwnership(OPERATOR, orgId, MEMBER.userId()));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                flowforge
                    .membershipService()
                    .transferOwnership(OPERATOR, orgId, STRANGER.userId()));
  }

  /** As in older deployments, where an Owner could leave. */
  @Test
  void namesAnOwnerWhereThereIsNone() {
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    "UPDATE membership SET deleted = TRUE WHERE org_id = ? AND role = 'Owner'",
                    orgId));
    flowforge.membershipService().transferOwnership(OPERATOR, orgId, ADMIN.userId());
    assertThat(roles()).isEqualTo(Map.of("auth0|ada", "Owner", "auth0|mike", "Member"));
    Organization stored =
        flowforge.organizationService().list(OPERATOR).stream()
            .filter(organization -> organization.orgId() == orgId)
            .findFirst()
            .orElseThrow();
    assertThat(stored.owner()).isEqualTo(ADMIN.userId());
  }

  private Map<String, String> roles() {
    Map<String, String> roles = new TreeMap<>();
    for (Member member : flowforge.membershipService().membersOf(OPERATOR, orgId)) {
      roles.put(member.userId(), member.role().label());
    }
    return roles;
  }
}
