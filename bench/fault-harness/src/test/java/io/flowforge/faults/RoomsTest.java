package io.flowforge.faults;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.flowforge.Flowforge;
import io.flowforge.cli.FlowforgeCommand;
import io.flowforge.server.FlowforgeServer;
import org.junit.jupiter.api.Test;

/** The dependencies between the packages of the harness, and on it. */
class RoomsTest {

  private static final String HARNESS = "io.flowforge.faults..";

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.flowforge");

  @Test
  void coversEveryModule() {
    assertThat(ALL.contain(Flowforge.class)).isTrue();
    assertThat(ALL.contain(FlowforgeServer.class)).isTrue();
    assertThat(ALL.contain(FlowforgeCommand.class)).isTrue();
    assertThat(ALL.contain(FaultRun.class)).isTrue();
  }

  @Test
  void theProductDoesNotKnowTheHarness() {
    noClasses()
        .that(not(resideInAPackage(HARNESS)))
        .should()
        .dependOnClassesThat(resideInAPackage(HARNESS))
        .check(ALL);
  }

  @Test
  void roomsLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(HARNESS)
        .layer("run")
        .definedBy("io.flowforge.faults")
        .layer("soak")
        .definedBy("io.flowforge.faults.soak")
        .layer("attack")
        .definedBy("io.flowforge.faults.attack")
        .layer("invariant")
        .definedBy("io.flowforge.faults.invariant")
        .layer("flow")
        .definedBy("io.flowforge.faults.invariant.flow")
        .layer("viewing")
        .definedBy("io.flowforge.faults.invariant.view")
        .layer("fault")
        .definedBy("io.flowforge.faults.fault")
        .layer("evidence")
        .definedBy("io.flowforge.faults.evidence")
        .layer("view")
        .definedBy("io.flowforge.faults.view")
        .layer("load")
        .definedBy("io.flowforge.faults.load")
        .layer("cluster")
        .definedBy("io.flowforge.faults.cluster")
        .layer("stub")
        .definedBy("io.flowforge.faults.stub")
        .ensureAllClassesAreContainedInArchitecture()
        .whereLayer("run")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("soak")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("attack")
        .mayOnlyBeAccessedByLayers("soak")
        .whereLayer("flow")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("viewing")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("invariant")
        .mayOnlyBeAccessedByLayers("run", "flow", "viewing")
        .whereLayer("fault")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("evidence")
        .mayOnlyBeAccessedByLayers("run", "flow", "viewing", "invariant", "fault")
        .whereLayer("view")
        .mayOnlyBeAccessedByLayers("run", "viewing", "evidence")
        .whereLayer("load")
        .mayOnlyBeAccessedByLayers(
            "run", "flow", "viewing", "invariant", "evidence", "view", "soak")
        .whereLayer("cluster")
        .mayOnlyBeAccessedByLayers("run", "fault", "evidence", "load", "view", "soak", "attack")
        .check(ALL.that(resideInAPackage(HARNESS)));
  }
}
