package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Sighting.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CodeChangedOutOfBandTest {
  private static final Watched WATCHED = new Watched(new CodeChangedOutOfBand());

  @Test
  void tellsOfCodeThatAPersonUploaded() {
    var seen = saw("UpdateFunctionCode.by-hand.json");
    assertThat(seen.resource()).isEqualTo(Orders.ID);
    assertThat(seen.part()).isEqualTo("code 3s6Zq0oEXAMPLEXAMPLEXAMPLEXAMPLEXAMPLExxxx=");
    assertThat(seen.detail())
        .isEqualTo(
            "its code is now the one with SHA-256 3s6Zq0oEXAMPLEXAMPLEXAMPLEXAMPLEXAMPLExxxx=");
    assertThat(seen.advice()).contains("/rampart/deploy-roles");
  }

  @Test
  void tellsOfAnAliasThatAPersonMoved() {
    var seen = saw("UpdateAlias.by-hand.json");
    assertThat(seen.resource()).isEqualTo(Orders.ID);
    assertThat(seen.part()).isEqualTo("alias live to version 7");
    assertThat(seen.detail()).isEqualTo("its alias now serves version 7");
  }

  @Test
  void tellsOfAnAliasThatServesTwoVersions() {
    var event = Watched.event("UpdateAlias.by-hand.json");
    ObjectNode request = event.withObject("/detail/requestParameters");
    request.remove("functionVersion");
    request.withObject("/routingConfig/additionalVersionWeights").put("8", 0.1);
    assertThat(WATCHED.saw(event, Watched.trust("deploy")).map(Seen::detail))
        .contains("its alias now serves version 7, and partly 8");
  }

  @Test
  void tellsOfALayerThatAPersonPublished() {
    var seen = saw("PublishLayerVersion.by-hand.json");
    assertThat(seen.resource().arn())
        .isEqualTo("arn:aws:lambda:us-east-1:123456789012:layer:common");
    assertThat(seen.part()).isEqualTo("version 3");
    assertThat(seen.detail()).contains("9t2Bw7LAYEREXAMPLEXAMPLEXAMPLEXAMPLExxxxxxx=");
  }

  @Test
  void tellsOfItEvenIfCloudTrailLeftOutTheDetails() {
    var event = Watched.event("UpdateFunctionCode.by-hand.json");
    event.withObject("/detail").putNull("responseElements");
    assertThat(WATCHED.saw(event, Watched.trust("deploy")).map(Seen::part))
        .contains("code unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UpdateFunctionCode.by-hand.json",
        "UpdateAlias.by-hand.json",
        "PublishLayerVersion.by-hand.json"
      })
  void leavesEverythingWhileNobodyKnowsWhoDeploys(String file) {
    assertThat(WATCHED.saw(Watched.event(file), Watched.trust())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // By CloudFormation; by the role that deploys; nothing that runs is another.
        "UpdateFunctionCode.routine.json",
        "UpdateFunctionCode.by-pipeline.json",
        "UpdateAlias.description.json",
        "AddPermission.anyone.json",
        "PublishVersion.routine.json",
        "Invoke.refused.json"
      })
  void leavesWhatIsInOrder(String file) {
    assertThat(WATCHED.saw(Watched.event(file), Watched.trust("deploy"))).isEmpty();
  }

  @Test
  void leavesACallThatOnlyTried() {
    var event = Watched.event("UpdateFunctionCode.by-hand.json");
    event.withObject("/detail/requestParameters").put("dryRun", true);
    assertThat(WATCHED.saw(event, Watched.trust("deploy"))).isEmpty();
  }

  @Test
  void leavesCloudFormationWhoseverRoleItUses() {
    var event = Watched.event("UpdateFunctionCode.routine.json");
    assertThat(WATCHED.saw(event, Watched.trust("another"))).isEmpty();
  }

  @Test
  void doesNotTakeTheRoleOfThePipelineForAnother() {
    var event = Watched.event("UpdateFunctionCode.by-pipeline.json");
    assertThat(WATCHED.saw(event, Watched.trust("another"))).isPresent();
    assertThat(WATCHED.saw(event, Watched.trust("arn:aws:iam::123456789012:role/dep*"))).isEmpty();
    assertThat(WATCHED.saw(event, Watched.trust("arn:aws:iam::999999999999:role/deploy")))
        .isPresent();
  }

  private static Seen saw(String file) {
    return WATCHED.saw(Watched.event(file), Watched.trust("deploy")).orElseThrow();
  }
}
