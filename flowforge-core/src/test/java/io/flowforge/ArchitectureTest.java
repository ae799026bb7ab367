package io.flowforge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.flowforge.testing.RegularExpressions;
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
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the core and what each may import; described in docs/architecture.md. */
class ArchitectureTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          // A module of its own, which is a folder unless it has been packed.
          .withImportOption(location -> !location.contains("/step-api/"))
          .importPackages("io.flowforge");

  @Test
  void looksAtTheCore() {
    assertThat(CORE.contain(Flowforge.class)).isTrue();
    assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
  }

  /** From the top down: a room may import those after it, never those before it. */
  private static final List<String> ROOMS =
      List.of(
          "io.flowforge",
          "io.flowforge.seed",
          "io.flowforge.seed.part",
          "io.flowforge.seed.provider",
          "io.flowforge.seed.user",
          "io.flowforge.seed.file",
          "io.flowforge.seed.change",
          "io.flowforge.execution",
          "io.flowforge.execution.suspension",
          "io.flowforge.execution.queue",
          "io.flowforge.execution.output",
          "io.flowforge.live",
          "io.flowforge.live.event",
          "io.flowforge.request.adoption",
          "io.flowforge.request.repair",
          "io.flowforge.secret",
          "io.flowforge.step.plugin",
          "io.flowforge.step.wait",
          "io.flowforge.step.preview",
          "io.flowforge.step.http",
          "io.flowforge.step.http.declaration",
          "io.flowforge.step.http.poll",
          "io.flowforge.step.http.body",
          "io.flowforge.step.http.output",
          "io.flowforge.step.http.exchange",
          "io.flowforge.step.http.secret",
          "io.flowforge.step.http.url",
          "io.flowforge.step.http.logging",
          "io.flowforge.step",
          "io.flowforge.redaction.mask",
          "io.flowforge.redaction",
          "io.flowforge.request.action",
          "io.flowforge.request.retry",
          "io.flowforge.request.history",
          "io.flowforge.request.callback",
          "io.flowforge.request.closing",
          "io.flowforge.request",
          "io.flowforge.request.key",
          "io.flowforge.request.limit",
          "io.flowforge.request.list",
          "io.flowforge.request.projection",
          "io.flowforge.request.log",
          "io.flowforge.request.output",
          "io.flowforge.request.document",
          "io.flowforge.request.waiting",
          "io.flowforge.request.state",
          "io.flowforge.request.suspension",
          "io.flowforge.pipeline.authoring",
          "io.flowforge.pipeline.file",
          "io.flowforge.pipeline.version",
          "io.flowforge.pipeline.diff",
          "io.flowforge.pipeline",
          "io.flowforge.pipeline.callback",
          "io.flowforge.pipeline.declaration",
          "io.flowforge.pipeline.lineage",
          "io.flowforge.pipeline.form",
          "io.flowforge.pipeline.form.rule",
          "io.flowforge.pipeline.policy",
          "io.flowforge.pipeline.reference",
          "io.flowforge.condition",
          "io.flowforge.condition.check",
          "io.flowforge.condition.evaluation",
          "io.flowforge.condition.tree",
          "io.flowforge.pipeline.problem",
          "io.flowforge.organization",
          "io.flowforge.identity",
          "io.flowforge.secret.seal",
          "io.flowforge.secret.reference",
          "io.flowforge.mongo",
          "io.flowforge.postgres",
          "io.flowforge.health",
          "io.flowforge.batch",
          "io.flowforge.settings",
          "io.flowforge.json",
          "io.flowforge.trace",
          "io.flowforge.uri",
          "io.flowforge.media",
          "io.flowforge.regex",
          "io.flowforge.scan",
          "io.flowforge.text",
          "io.flowforge.error");

  private static final int MAX_FILES_IN_A_ROOM = 20;

  static IntStream roomsBelowTheTop() {
    return IntStream.range(1, ROOMS.size());
  }

  @ParameterizedTest
  @MethodSource("roomsBelowTheTop")
  void roomsImportOnlyRoomsBelowThem(int room) {
    noClasses()
        .that()
        .resideInAPackage(ROOMS.get(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOMS.subList(0, room).toArray(String[]::new))
        .check(CORE);
  }

  @Test
  void everyRoomHasItsPlaceInTheOrder() {
    assertThat(CORE.stream().map(JavaClass::getPackageName)).isSubsetOf(ROOMS);
  }

  @Test
  void noRoomHasTooManyFiles() {
    Map<String, Long> files =
        CORE.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, counting()));
    assertThat(files)
        .allSatisfy((_, count) -> assertThat(count).isLessThanOrEqualTo(MAX_FILES_IN_A_ROOM));
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "error", "json", "media", "text", "uri", "scan"})
  void leavesImportNoOtherRoom(String room) {
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
  void thereAreNoCycles() {
    slices().matching("io.flowforge.(**)").should().beFreeOfCycles().check(CORE);
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
  void eachHttpClientIsKnownToOneRoomOnly() {
    onlyIn(resideInAPackage("io.flowforge.step.http.."), "org.apache.hc..");
    onlyIn(resideInAPackage("io.flowforge.identity"), "java.net.http..");
  }

  @Test
  void yamlIsKnownToPipelineFilesOnly() {
    onlyIn(resideInAPackage("io.flowforge.pipeline.file"), "org.snakeyaml..");
  }

  @Test
  void celIsKnownToConditionsOnly() {
    onlyIn(resideInAPackage("io.flowforge.condition.."), "dev.cel..", "com.google.common..");
  }

  @Test
  void re2IsKnownToPatternsOnly() {
    onlyIn(resideInAPackage("io.flowforge.regex"), "com.google.re2j..");
  }

  @Test
  void theCoreKnowsNeitherAServerNorACommandLine() {
    onlyIn(
        DescribedPredicate.alwaysFalse(),
        "io.helidon..",
        "picocli..",
        "org.slf4j..",
        "com.github.kagkarlsson..");
  }

  @Test
  void legacyDatesStayWithMongo() {
    noClasses()
        .that(are(not(resideInAPackage("io.flowforge.mongo..").or(areStores()).or(areDocuments()))))
        .should()
        .dependOnClassesThat(assignableTo(Date.class).or(assignableTo(Calendar.class)))
        .check(CORE);
  }

  @Test
  void timeComesFromAClockOnly() {
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
  void noSimpleNameIsUsedTwice() {
    Map<String, Long> types =
        CORE.stream()
            .filter(type -> !type.getSimpleName().isEmpty())
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getSimpleName, counting()));

    assertThat(types).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  @Test
  void noExpressionWithBacktrackingSeesInput() {
    RegularExpressions.unusedOutside(
            Map.of(
                "io.flowforge.postgres.PostgresUri",
                "reads a setting, once at the start",
                "io.flowforge.postgres.Tx",
                "sees our own SQL only",
                "io.flowforge.step.wait.IsoDuration",
                "hands at most 40 characters to java.time"))
        .check(CORE);
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
