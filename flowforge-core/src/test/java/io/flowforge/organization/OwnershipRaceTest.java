package io.flowforge.organization;

import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;

/** However many change memberships at the same moment, there is one Owner, who is a member. */
class OwnershipRaceTest extends CoreTest {

  private static final Caller.Person OLGA = (Caller.Person) OWNER;
  private static final Caller.Person ADA = new Caller.Person("auth0|ada");
  private static final Caller.Person MIKE = new Caller.Person("auth0|mike");

  private final MembershipService memberships = flowforge.membershipService();
  private int orgId;

  @BeforeEach
  void foundAnOrganization() {
    orgId = flowforge.organizationService().create(OLGA, DisplayName.of("name", "Race")).orgId();
    memberships.add(OLGA, orgId, ADA.userId(), Role.ADMIN);
    memberships.add(OLGA, orgId, MIKE.userId(), Role.ADMIN);
  }

  @RepeatedTest(10)
  void oneOfManyTransfersWins() throws Exception {
    List<Runnable> actions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      actions.add(() -> memberships.transferOwnership(OLGA, orgId, ADA.userId()));
      actions.add(() -> memberships.transferOwnership(OLGA, orgId, MIKE.userId()));
    }

    assertThat(atOnce(actions)).containsOnlyOnce(true);
    assertThat(owner()).isIn(ADA.userId(), MIKE.userId());
  }

  @RepeatedTest(10)
  void aTransferAndTheRemovalOfItsTargetExcludeEachOther() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> memberships.transferOwnership(OLGA, orgId, ADA.userId()),
                () -> memberships.remove(MIKE, orgId, ADA.userId())));

    assertThat(wins).containsOnlyOnce(true);
    assertThat(owner()).isEqualTo(wins.getFirst() ? ADA.userId() : OLGA.userId());
  }

  @RepeatedTest(10)
  void aTransferAndTheLeavingOfItsTargetExcludeEachOther() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> memberships.transferOwnership(OLGA, orgId, ADA.userId()),
                () -> memberships.leave(ADA, orgId)));

    assertThat(wins).containsOnlyOnce(true);
    assertThat(owner()).isEqualTo(wins.getFirst() ? ADA.userId() : OLGA.userId());
  }

  @RepeatedTest(10)
  void aTransferAndAChangeOfItsTargetsRoleLeaveOneOwner() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> memberships.transferOwnership(OLGA, orgId, ADA.userId()),
                () -> memberships.changeRole(MIKE, orgId, ADA.userId(), Role.MEMBER)));

    assertThat(wins.getFirst()).isTrue();
    assertThat(owner()).isEqualTo(ADA.userId());
  }

  @RepeatedTest(5)
  void twoAdminsWhoRemoveEachOtherDoNotBothGo() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> memberships.remove(ADA, orgId, MIKE.userId()),
                () -> memberships.remove(MIKE, orgId, ADA.userId())));

    assertThat(wins).containsOnlyOnce(true);
    assertThat(memberships.membersOf(OLGA, orgId)).hasSize(2);
  }

  /** The one Owner, as memberships and organization agree. */
  private String owner() {
    return flowforge
        .database()
        .inTransaction(
            tx -> {
              List<String> owners =
                  flowforge.memberships().membersOf(tx, orgId).stream()
                      .filter(found -> found.role() == Role.OWNER)
                      .map(Member::userId)
                      .toList();
              assertThat(owners).hasSize(1);
              assertThat(flowforge.organizations().lock(tx, orgId).orElseThrow().owner())
                  .isEqualTo(owners.getFirst());
              return owners.getFirst();
            });
  }

  private static List<Boolean> atOnce(List<Runnable> actions) throws Exception {
    return Race.of(
        Set.of(ConflictException.class, ForbiddenException.class, NotFoundException.class),
        actions);
  }
}
