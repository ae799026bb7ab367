package io.flowforge.organization;

import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.postgres.Tx;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Concurrent changes of memberships leave one Owner, who is a member. The test holds the lock of
 * the organization until all changes wait for it, so none of them can have been over before.
 */
class OwnershipRaceTest extends CoreTest {

  private static final Caller.Person OLGA = (Caller.Person) OWNER;
  private static final Caller.Person ADA = new Caller.Person("auth0|ada");
  private static final Caller.Person MIKE = new Caller.Person("auth0|mike");

  private static final Set<Class<? extends FlowforgeException>> REFUSALS =
      Set.of(ConflictException.class, ForbiddenException.class, NotFoundException.class);

  private final MembershipService memberships = flowforge.membershipService();
  private final Departures departures = flowforge.departures();
  private int orgId;

  @BeforeEach
  void foundAnOrganization() {
    orgId = flowforge.organizationService().create(OLGA, DisplayName.of("name", "Race")).orgId();
    memberships.add(OLGA, orgId, ADA.userId(), Role.ADMIN);
    memberships.add(OLGA, orgId, MIKE.userId(), Role.ADMIN);
  }

  @Test
  void oneOfManyTransfersWins() throws Exception {
    List<Runnable> actions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      actions.add(() -> memberships.transferOwnership(OLGA, orgId, ADA.userId()));
      actions.add(() -> memberships.transferOwnership(OLGA, orgId, MIKE.userId()));
    }

    assertThat(atOnce(actions)).containsOnlyOnce(true);
    assertThat(owner()).isIn(ADA.userId(), MIKE.userId());
  }

  @Test
  void aTransferAndTheRemovalOfItsTargetExcludeEachOther() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> memberships.transferOwnership(OLGA, orgId, ADA.userId()),
                () -> departures.remove(MIKE, orgId, ADA.userId())));

    assertThat(wins).containsOnlyOnce(true);
    assertThat(owner()).isEqualTo(wins.getFirst() ? ADA.userId() : OLGA.userId());
  }

  @Test
  void aTransferAndTheLeavingOfItsTargetExcludeEachOther() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> memberships.transferOwnership(OLGA, orgId, ADA.userId()),
                () -> departures.leave(ADA, orgId)));

    assertThat(wins).containsOnlyOnce(true);
    assertThat(owner()).isEqualTo(wins.getFirst() ? ADA.userId() : OLGA.userId());
  }

  @Test
  void aTransferAndAChangeOfItsTargetsRoleLeaveOneOwner() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> memberships.transferOwnership(OLGA, orgId, ADA.userId()),
                () -> memberships.changeRole(MIKE, orgId, ADA.userId(), Role.MEMBER)));

    assertThat(wins.getFirst()).isTrue();
    assertThat(owner()).isEqualTo(ADA.userId());
  }

  @Test
  void twoAdminsWhoRemoveEachOtherDoNotBothGo() throws Exception {
    List<Boolean> wins =
        atOnce(
            List.of(
                () -> departures.remove(ADA, orgId, MIKE.userId()),
                () -> departures.remove(MIKE, orgId, ADA.userId())));

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
                  flowforge.memberships().membersOf(tx, orgId, null, 100).stream()
                      .filter(found -> found.role() == Role.OWNER)
                      .map(Member::userId)
                      .toList();
              assertThat(owners).hasSize(1);
              assertThat(flowforge.organizations().lock(tx, orgId).orElseThrow().owner())
                  .isEqualTo(owners.getFirst());
              return owners.getFirst();
            });
  }

  /** Runs the actions while all of them wait for the lock, and tells which ones succeeded. */
  private List<Boolean> atOnce(List<Runnable> actions) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> outcomes =
          flowforge
              .database()
              .inTransaction(
                  tx -> {
                    flowforge.organizations().lock(tx, orgId);
                    List<Future<Boolean>> started =
                        actions.stream()
                            .map(action -> threads.submit(() -> Race.succeeds(action, REFUSALS)))
                            .toList();
                    Eventually.eventually(() -> waitingFor(tx), count -> count == actions.size());
                    return started;
                  });
      List<Boolean> wins = new ArrayList<>();
      for (Future<Boolean> outcome : outcomes) {
        wins.add(outcome.get());
      }
      return wins;
    }
  }

  /** The number of sessions that use the table of organizations and wait for a lock. */
  private static int waitingFor(Tx tx) {
    return tx.list(
            """
            SELECT count(DISTINCT waiting.pid) AS count
            FROM pg_locks waiting JOIN pg_locks used ON used.pid = waiting.pid
            WHERE NOT waiting.granted AND used.relation = 'organization'::regclass
              AND used.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            row -> row.integer("count"))
        .getFirst();
  }
}
