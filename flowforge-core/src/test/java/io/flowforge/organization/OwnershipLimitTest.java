package io.flowforge.organization;

import static io.flowforge.testing.World.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.testing.CoreTest;
import io.flowforge.testing.Race;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipLimitTest extends CoreTest {

  private static final Caller.Person OLGA = (Caller.Person) OWNER;
  private static final Caller.Person SAM = new Caller.Person("auth0|sam");

  @Test
  void aUserOwnsAtMostAThousandOrganizations() throws Exception {
    flowforge
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    """
                    INSERT INTO organization (name, owner, created_on, deleted)
                    SELECT 'o', 'auth0|sam', now(), i % 2 = 0 FROM generate_series(1, 997) i
                    """));

    List<Boolean> founded =
        Race.of(Set.of(InvalidException.class), Collections.nCopies(8, () -> found(SAM)));

    assertThat(founded.stream().filter(won -> won)).hasSize(3);
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> found(SAM))
        .withMessage(
            "user auth0|sam must own at most 1000 organizations, including deleted ones; they own"
                + " 1000");
    int orgId = found(OLGA);
    flowforge.membershipService().add(OLGA, orgId, SAM.userId(), Role.ADMIN);
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> flowforge.membershipService().transferOwnership(OLGA, orgId, SAM.userId()));
  }

  private int found(Caller.Person caller) {
    return flowforge.organizationService().create(caller, DisplayName.of("name", "x")).orgId();
  }
}
