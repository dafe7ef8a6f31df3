package dev.rampart.function;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.rampart.guardrail.Ruled;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What holds for the engine as a whole.
final class SharedArchitectureTest {
  // Its own parts: ledger, parameters, alerts, queue; and whose deployment is under way.
  private static final Set<String> OWN = Set.of("cloudformation", "dynamodb", "ssm", "sns", "sqs");
  private static final String SERVICES = "software.amazon.awssdk.services.";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ImportOption.DoNotIncludeJars())
          .importPackages("dev.rampart");
  private static final JavaClasses ALL = new ClassFileImporter().importPackages("dev.rampart");

  @Test
  void allOfItIsLookedAt() {
    assertThat(engine()).hasSizeGreaterThan(80);
  }

  @Test
  void itKnowsNoGuardedService() {
    var services = new TreeSet<String>();
    engine()
        .forEach(
            each ->
                each.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getPackageName())
                    .filter(name -> name.startsWith(SERVICES))
                    .map(name -> name.substring(SERVICES.length()).split("\\.", -1)[0])
                    .forEach(services::add));
    assertThat(services).isSubsetOf(OWN);
  }

  @Test
  void itsPackagesHaveNoCycles() {
    slices().matching("dev.rampart.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void itsPackagesAreNullMarked() {
    var packages = new TreeSet<String>();
    engine().forEach(each -> packages.add(each.getPackageName()));
    assertThat(packages)
        .allSatisfy(
            name ->
                assertThat(
                        Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue());
  }

  @Test
  void itLogsAndNeverPrints() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
        .because("logs are structured")
        .check(MAIN);
    noClasses().should().callMethod(System.class, "exit", int.class).check(MAIN);
  }

  /// A dying process is not to be kept from dying: what is stored is what the next run goes by.
  @Test
  void itCatchesNoErrors() {
    for (var each : engine()) {
      if (each.getPackageName().equals("dev.rampart.ledger")) {
        continue; // closing a stream catches all, and throws it on
      }
      each.getCodeUnits()
          .forEach(
              unit ->
                  unit.getTryCatchBlocks()
                      .forEach(
                          block ->
                              assertThat(block.getCaughtThrowables())
                                  .as(unit.getFullName())
                                  .noneMatch(caught -> caught.isAssignableFrom(Error.class))));
    }
  }

  @Test
  void guardrailsAreFinalAndStateless() {
    var guardrails =
        ALL.stream()
            .filter(each -> each.isAssignableTo(Ruled.class) && !each.isInterface())
            .toList();
    assertThat(guardrails).hasSizeGreaterThan(5);
    assertThat(guardrails)
        .allSatisfy(
            each -> {
              assertThat(each.reflect()).isFinal();
              assertThat(each.getFields())
                  .allMatch(field -> field.getModifiers().toString().contains("STATIC"));
            });
  }

  private List<JavaClass> engine() {
    return MAIN.stream().filter(each -> !each.getPackageName().endsWith(".emulator")).toList();
  }
}
