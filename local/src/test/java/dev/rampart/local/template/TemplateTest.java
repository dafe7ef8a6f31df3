package dev.rampart.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rampart.emulator.Checkout;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TemplateTest {
  private static final URI ENDPOINT = URI.create("http://127.0.0.1:4599");

  @Test
  void spellsOutTheShortFormsOfFunctions() {
    TemplateSource source =
        TemplateSource.parse(
            """
            A: !Ref Queue
            B: !GetAtt Queue.Arn
            C: !Sub '${Queue}-x'
            D: !If [Loud, 1, !Ref AWS::NoValue]
            E: 2012-10-17
            F: !GetAtt [Queue, Arn]
            """);

    assertThat(source.root())
        .hasToString(
            """
            {"A":{"Ref":"Queue"},"B":{"Fn::GetAtt":["Queue","Arn"]},"C":{"Fn::Sub":"${Queue}-x"},\
            "D":{"Fn::If":["Loud",1,{"Ref":"AWS::NoValue"}]},"E":"2012-10-17",\
            "F":{"Fn::GetAtt":["Queue","Arn"]}}\
            """);
  }

  @Test
  void evaluatesTheFunctions() {
    Template template =
        parse(
            """
            Parameters:
              Mode: {Type: String, Default: quiet, AllowedValues: [quiet, loud]}
              Ids: {Type: CommaDelimitedList, Default: 'a, b'}
            Mappings:
              Sizes: {small: {memory: 128}}
            Conditions:
              Loud: !Equals [!Ref Mode, loud]
              Quiet: !Not [!Condition Loud]
              Both: !And [!Condition Loud, !Condition Quiet]
              Either: !Or [!Condition Loud, !Condition Quiet]
            Resources:
              Queue: {Type: AWS::SQS::Queue}
              Thing:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  Sub: !Sub ['${AWS::StackName}/${Own}/${Queue.Arn}/${!Literal}', {Own: !Ref Mode}]
                  Join: !Join ['-', !Ref Ids]
                  Split: !Select [1, !Split ['/', x/y/z]]
                  If: !If [Either, !If [Both, 1, 2], 3]
                  Gone: !If [Loud, x, !Ref AWS::NoValue]
                  Map: !FindInMap [Sizes, small, memory]
                  List: [1, !If [Loud, 2, !Ref AWS::NoValue], 3]
                  Url: !Ref Queue
            """,
            Map.of());

    assertThat(template.properties("Thing"))
        .hasToString(
            """
            {"Sub":"rampart/quiet/arn:aws:sqs:us-east-1:123456789012:rampart-Queue/${Literal}",\
            "Join":"a-b","Split":"y","If":2,"Map":128,"List":[1,3],\
            "Url":"http://127.0.0.1:4599/123456789012/rampart-Queue"}\
            """);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(
            () -> parse("Resources: {A: {Properties: {X: !Ref B}}}", Map.of()).properties("A"))
        .hasMessageContaining("no resource B");
    assertThatThrownBy(
            () -> parse("Resources: {A: {Properties: {X: !GetAZs ''}}}", Map.of()).properties("A"))
        .hasMessageContaining("Fn::GetAZs");
  }

  @Test
  void refusesAParameterValueThatTheTemplateDoesNotAllow() {
    Template template =
        parse(
            """
            Parameters: {Mode: {Type: String, AllowedValues: ['on', 'off']}}
            Resources: {A: {Properties: {X: !Ref Mode}}}
            """,
            Map.of("Mode", "maybe"));

    assertThatThrownBy(() -> template.properties("A")).hasMessageContaining("maybe");
  }

  @Test
  void leavesOutResourcesWhoseConditionIsFalse() {
    Template template =
        parse(
            """
            Conditions: {No: !Equals [a, b]}
            Resources:
              A: {Type: AWS::SQS::Queue, Condition: No}
              B: {Type: AWS::SQS::Queue}
            """,
            Map.of());

    assertThat(template.queues()).extracting(QueueSpec::logicalId).containsExactly("B");
  }

  @Test
  void readsWhatIsDeployed() {
    Template template =
        Template.read(Checkout.find().template(), Deployment.at(ENDPOINT, Map.of("AutoFix", "on")));

    FunctionSpec iam =
        template.functions().stream()
            .filter(function -> function.name().equals("rampart-iam"))
            .findFirst()
            .orElseThrow();
    assertThat(iam.handler()).isEqualTo("dev.rampart.iam.IamFunction::handleRequest");
    assertThat(iam.jar())
        .isEqualTo(Checkout.find().root().resolve("functions/iam/target/lambda.jar"));
    assertThat(iam.roleName()).isEqualTo("rampart-iam");
    assertThat(iam.alias()).isEqualTo("live");
    assertThat(iam.environment())
        .containsEntry("RAMPART_QUEUE", "http://127.0.0.1:4599/123456789012/rampart-iam")
        .containsEntry("RAMPART_TOPIC", "arn:aws:sns:us-east-1:123456789012:rampart-alerts")
        .containsEntry("RAMPART_TABLE", template.name("Ledger"))
        .containsEntry("RAMPART_UNDO_FUNCTION", "rampart-iam-undo:live")
        .containsEntry("RAMPART_DOMAIN", "iam");
    assertThat(iam.sources())
        .containsExactly(
            new FunctionSpec.EventSource(
                "arn:aws:sqs:us-east-1:123456789012:rampart-iam", 10, true));
    assertThat(template.parameters())
        .contains(new ParameterSpec("AutoFixParameter", "/rampart/auto-fix", "String", "on"));
    assertThat(template.schedules().stream().flatMap(schedule -> schedule.entries().stream()))
        .extracting(ScheduleSpec.Entry::source, ScheduleSpec.Entry::detailType)
        .containsExactly(tuple("rampart", "Sweep"));
  }

  private static Template parse(String yaml, Map<String, String> parameters) {
    return new Template(
        TemplateSource.parse(yaml), Path.of("."), Deployment.at(ENDPOINT, parameters));
  }
}
