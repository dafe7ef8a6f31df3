package dev.rampart.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Ruled;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkClient;

/// The shape of the code that the rest of it relies on.
final class ArchitectureTest {
  private static final JavaClasses DEPLOYED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.rampart")
          .that(
              DescribedPredicate.not(
                  JavaClass.Predicates.resideInAnyPackage(
                      "dev.rampart.local..", "dev.rampart.emulator..", "dev.rampart.tester..")));

  private static final String[] ENGINE = {
    "dev.rampart.change..",
    "dev.rampart.guardrail..",
    "dev.rampart.policy..",
    "dev.rampart.ledger..",
    "dev.rampart.alert..",
    "dev.rampart.respond..",
    "dev.rampart.function.."
  };

  @TestFactory
  Stream<DynamicTest> rules() {
    return Stream.of(
            classes()
                .that()
                .implement(Ruled.class)
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .beAnnotatedWith(Rule.class)
                .as("guardrails are final and carry @Rule"),
            noFields()
                .that()
                .areDeclaredInClassesThat()
                .implement(Ruled.class)
                .should()
                .notBeStatic()
                .allowEmptyShould(true)
                .as("guardrails are stateless"),
            noClasses()
                .that()
                .implement(Ruled.class)
                .or()
                .implement(Resource.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SdkClient.class)
                .as("guardrails and resources never see a client"),
            noClasses()
                .that()
                .implement(Ruled.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "dev.rampart.respond..",
                    "dev.rampart.ledger..",
                    "dev.rampart.alert..",
                    "org.slf4j..")
                .as("guardrails never log, alert or remember"),
            noClasses()
                .that()
                .resideInAnyPackage(ENGINE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "software.amazon.awssdk.services.iam..",
                    "software.amazon.awssdk.services.lambda..",
                    "software.amazon.awssdk.services.apigateway..",
                    "software.amazon.awssdk.services.apigatewayv2..",
                    "software.amazon.awssdk.services.wafv2..",
                    "dev.rampart.iam..",
                    "dev.rampart.lambda..",
                    "software.amazon.awssdk.services.kms..",
                    "software.amazon.awssdk.services.secretsmanager..",
                    "dev.rampart.apigateway..",
                    "dev.rampart.secrets..")
                .as("the engine knows no guarded service"),
            noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.rampart.local..", "dev.rampart.emulator..")
                .as("what is deployed does not know that there is an emulated account"),
            slices().matching("dev.rampart.(*)..").should().beFreeOfCycles(),
            noClasses().should(ACCESS_STANDARD_STREAMS))
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> check(rule)));
  }

  @Test
  void theScanSeesWhatItShould() {
    assertThat(DEPLOYED.stream().filter(each -> each.isAssignableTo(Guardrail.class)))
        .hasSizeGreaterThanOrEqualTo(7);
    assertThat(DEPLOYED.stream().filter(each -> each.isAssignableTo(Domain.class)))
        .hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(DEPLOYED.stream().map(JavaClass::getPackage).distinct())
        .isNotEmpty()
        .allSatisfy(
            each -> assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue());
  }

  private static void check(ArchRule rule) {
    rule.check(DEPLOYED);
  }
}
