package io.flowforge.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.AccessPolicy.Decision;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessPolicyTest {

  /** The contract's column "who", written out: one row an action, one column a caller. */
  private static final List<String> TABLE =
      List.of(
          // action           | Member | Member who submitted | Admin | Owner
          "SEE_PIPELINES       yes      yes                    yes     yes",
          "SEE_PIPELINE_SECRETS no      no                     yes     yes",
          "CREATE_PIPELINE     no       no                     yes     yes",
          "MANAGE_SECRETS      no       no                     yes     yes",
          "ARCHIVE_PIPELINE    no       no                     yes     yes",
          "SUBMIT_REQUEST      yes      yes                    yes     yes",
          "LIST_OWN_REQUESTS   yes      yes                    yes     yes",
          "LIST_ALL_REQUESTS   no       no                     yes     yes",
          "SEE_REQUEST         no       yes                    yes     yes",
          "START_REQUEST       no       yes                    yes     yes",
          "RETRY_REQUEST       no       yes                    yes     yes",
          "CANCEL_REQUEST      no       yes                    yes     yes",
          "DECIDE_REQUEST      no       no                     yes     yes",
          "CHANGE_REQUEST      no       yes                    no      no",
          "SEE_MEMBERS         yes      yes                    yes     yes",
          "LEAVE_ORGANIZATION  yes      yes                    yes     yes",
          "ADD_MEMBER          no       no                     yes     yes",
          "CHANGE_ROLE         no       no                     yes     yes",
          "REMOVE_MEMBER       no       no                     yes     yes",
          "TRANSFER_OWNERSHIP  no       no                     no      yes",
          "RENAME_ORGANIZATION no       no                     no      yes",
          "DELETE_ORGANIZATION no       no                     no      yes");

  @Test
  void theTableDecides() {
    for (String row : TABLE) {
      List<String> cells = List.of(row.split(" +"));
      Action action = Action.valueOf(cells.getFirst());

      assertThat(
              List.of(
                  decide(Role.MEMBER, false, action),
                  decide(Role.MEMBER, true, action),
                  decide(Role.ADMIN, false, action),
                  decide(Role.OWNER, false, action)))
          .as(action.name())
          .isEqualTo(
              cells.stream()
                  .skip(1)
                  .map(cell -> cell.equals("yes") ? Decision.ALLOWED : Decision.FORBIDDEN)
                  .toList());
      assertThat(decide(Role.ADMIN, true, action))
          .isEqualTo(either(decide(Role.ADMIN, false, action), decide(Role.MEMBER, true, action)));
      assertThat(decide(Role.OWNER, true, action))
          .isEqualTo(either(decide(Role.OWNER, false, action), decide(Role.MEMBER, true, action)));
    }
  }

  @Test
  void theTableHoldsEveryAction() {
    EnumSet<Action> left = EnumSet.allOf(Action.class);
    TABLE.forEach(row -> left.remove(Action.valueOf(row.split(" +", 2)[0])));

    assertThat(left).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerLearnsNothingNotEvenOfAnOwnRequest(Action action) {
    assertThat(AccessPolicy.decide(Optional.empty(), false, action)).isEqualTo(Decision.HIDDEN);
    assertThat(AccessPolicy.decide(Optional.empty(), true, action)).isEqualTo(Decision.HIDDEN);
  }

  @ParameterizedTest
  @CsvSource({
    "MEMBER, MEMBER, true",
    "MEMBER, ADMIN, false",
    "MEMBER, OWNER, false",
    "ADMIN, MEMBER, true",
    "ADMIN, ADMIN, true",
    "ADMIN, OWNER, false",
    "OWNER, MEMBER, true",
    "OWNER, ADMIN, true",
    "OWNER, OWNER, true"
  })
  void rolesAreOrdered(Role role, Role other, boolean isAtLeast) {
    assertThat(role.isAtLeast(other)).isEqualTo(isAtLeast);
  }

  private static Decision either(Decision byRole, Decision byRequest) {
    return byRole == Decision.ALLOWED ? byRole : byRequest;
  }

  private static Decision decide(Role role, boolean isRequester, Action action) {
    return AccessPolicy.decide(Optional.of(role), isRequester, action);
  }
}
