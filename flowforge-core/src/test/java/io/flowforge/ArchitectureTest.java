package io.flowforge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may import what; see "Imports" in docs/architecture.md. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("io.flowforge");

  @Test
  void looksAtTheCore() {
    assertThat(CORE.contain(Flowforge.class)).isTrue();
    assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void layersLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("root")
        .definedBy("io.flowforge")
        .layer("seed")
        .definedBy("io.flowforge.seed..")
        .layer("execution")
        .definedBy("io.flowforge.execution..")
        .layer("request")
        .definedBy("io.flowforge.request..")
        .layer("pipeline")
        .definedBy("io.flowforge.pipeline..")
        .layer("organization")
        .definedBy("io.flowforge.organization..")
        .layer("identity")
        .definedBy("io.flowforge.identity..")
        .layer("stores")
        .definedBy("io.flowforge.postgres..", "io.flowforge.mongo..")
        .layer("error")
        .definedBy("io.flowforge.error..")
        .layer("json")
        .definedBy("io.flowforge.json..")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("seed")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("execution")
        .mayOnlyBeAccessedByLayers("root", "seed")
        .whereLayer("request")
        .mayOnlyBeAccessedByLayers("root", "seed", "execution")
        .whereLayer("pipeline")
        .mayOnlyBeAccessedByLayers("root", "seed", "execution", "request")
        .whereLayer("organization")
        .mayOnlyBeAccessedByLayers("root", "seed", "execution", "request", "pipeline")
        .whereLayer("identity")
        .mayOnlyBeAccessedByLayers(
            "root", "seed", "execution", "request", "pipeline", "organization")
        .whereLayer("stores")
        .mayOnlyBeAccessedByLayers(
            "root", "seed", "execution", "request", "pipeline", "organization", "identity")
        .check(CORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "json", "trace"})
  void whatEverybodyImportsImportsNothingOfOurs(String room) {
    noClasses()
        .that()
        .resideInAPackage("io.flowforge." + room + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.flowforge..")
                .and(not(resideInAPackage("io.flowforge." + room + ".."))))
        .check(CORE);
  }

  @Test
  void nobodyImportsTheRoot() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.flowforge")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.flowforge")
        .check(CORE);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("io.flowforge.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void theQueueIsKnownToExecutionOnly() {
    onlyIn(resideInAPackage("io.flowforge.execution.."), "com.github.kagkarlsson..");
  }

  @Test
  void sqlIsKnownToStoresOnly() {
    onlyIn(resideInAPackage("io.flowforge.postgres..").or(areStores()), "java.sql..");
    onlyIn(
        resideInAPackage("io.flowforge.postgres.."),
        "com.zaxxer..",
        "org.postgresql..",
        "liquibase..");
  }

  @Test
  void mongoIsKnownToStoresOnly() {
    onlyIn(
        resideInAPackage("io.flowforge.mongo..").or(areStores()).or(areDocuments()),
        "com.mongodb..",
        "org.bson..");
  }

  @Test
  void theHttpClientIsKnownToExecutionAndIdentityOnly() {
    onlyIn(
        resideInAnyPackage("io.flowforge.execution..", "io.flowforge.identity.."),
        "org.apache.hc..");
  }

  @Test
  void theCoreKnowsNeitherAServerNorACommandLine() {
    onlyIn(DescribedPredicate.alwaysFalse(), "io.helidon..", "picocli..", "org.slf4j..");
  }

  @Test
  void oldDatesStayWithMongo() {
    noClasses()
        .that(are(not(resideInAPackage("io.flowforge.mongo..").or(areStores()).or(areDocuments()))))
        .should()
        .dependOnClassesThat(assignableTo(Date.class).or(assignableTo(Calendar.class)))
        .check(CORE);
  }

  @Test
  void nobodyAsksTheTimeOfAnythingButTheClock() {
    for (Class<?> type :
        List.of(
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class)) {
      noClasses().should().callMethod(type, "now").check(CORE);
    }
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CORE);
    noClasses().should().callMethod(InstantSource.class, "system").check(CORE);
    noClasses().should().callMethod(Clock.class, "systemUTC").check(CORE);
    noClasses().should().callMethod(Clock.class, "systemDefaultZone").check(CORE);
  }

  @Test
  void nobodyPrints() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  private static void onlyIn(DescribedPredicate<? super JavaClass> rooms, String... packages) {
    noClasses()
        .that(are(not(rooms)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(CORE);
  }

  private static DescribedPredicate<JavaClass> areStores() {
    return DescribedPredicate.describe(
        "stores", type -> outermost(type).getSimpleName().endsWith("Store"));
  }

  private static DescribedPredicate<JavaClass> areDocuments() {
    return DescribedPredicate.describe(
        "documents", type -> outermost(type).getSimpleName().endsWith("Document"));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }
}
