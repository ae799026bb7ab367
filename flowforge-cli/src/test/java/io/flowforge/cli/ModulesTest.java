package io.flowforge.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.flowforge.Flowforge;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.testing.RegularExpressions;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The dependencies between all modules and packages; those in the core have their own test there.
 */
class ModulesTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // The fixtures of the core come as a folder or as a jar, as Maven is called.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.flowforge");

  private static final JavaClasses CLASSES_OF_THE_CLI =
      ALL.that(resideInAPackage("io.flowforge.cli.."));

  private static final String CLI = "io.flowforge.cli..";
  private static final String SERVER = "io.flowforge.server..";
  private static final String EMBEDDED = "io.flowforge.cli.embedded..";

  @Test
  void looksAtEveryModule() {
    assertThat(ALL.contain(Flowforge.class)).isTrue();
    assertThat(ALL.contain(FlowforgeServer.class)).isTrue();
    assertThat(ALL.contain(FlowforgeCommand.class)).isTrue();
    assertThat(ALL.contain(ModulesTest.class)).isFalse();
    assertThat(ALL.contain(TestStores.class)).isFalse();
  }

  @Test
  void noSimpleNameIsUsedTwice() {
    Map<String, Long> types =
        filesOf(ALL).collect(groupingBy(JavaClass::getSimpleName, counting()));

    assertThat(types).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  @Test
  void noRoomHasTooManyFiles() {
    Map<String, Long> rooms =
        filesOf(ALL).collect(groupingBy(JavaClass::getPackageName, counting()));

    assertThat(rooms)
        .allSatisfy((room, count) -> assertThat(count).as(room).isLessThanOrEqualTo(20));
  }

  private static Stream<JavaClass> filesOf(JavaClasses classes) {
    return classes.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"));
  }

  @Test
  void modulesLookDownOnly() {
    onlyIn(resideInAPackage(CLI), CLI);
    onlyIn(resideInAnyPackage(SERVER, CLI), SERVER);
  }

  @Test
  void theCommandLineKnowsTheServerByItsFrontDoor() {
    onlyIn(
        resideInAPackage(SERVER),
        "io.flowforge.server.http..",
        "io.flowforge.server.auth..",
        "io.flowforge.server.console..",
        "io.flowforge.server.content..",
        "io.flowforge.server.edge..",
        "io.flowforge.server.json..",
        "io.flowforge.server.memory..",
        "io.flowforge.server.signup..",
        "io.flowforge.server.stream..",
        "io.flowforge.server.api..");
  }

  @Test
  void roomsOfTheCommandLineLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(CLI)
        .layer("start")
        .definedBy("io.flowforge.cli.start")
        .layer("release")
        .definedBy("io.flowforge.cli.release")
        .layer("main")
        .definedBy("io.flowforge.cli")
        .layer("command")
        .definedBy("io.flowforge.cli.command..")
        .layer("client")
        .definedBy("io.flowforge.cli.client")
        .layer("connection")
        .definedBy("io.flowforge.cli.connection")
        .optionalLayer("login")
        .definedBy("io.flowforge.cli.login..")
        .optionalLayer("doctor")
        .definedBy("io.flowforge.cli.doctor..")
        .layer("output")
        .definedBy("io.flowforge.cli.output")
        .layer("demo")
        .definedBy("io.flowforge.cli.demo")
        .layer("embedded")
        .definedBy("io.flowforge.cli.embedded")
        .layer("parts")
        .definedBy(
            "io.flowforge.cli.embedded.issuer..",
            "io.flowforge.cli.embedded.mongo",
            "io.flowforge.cli.embedded.postgres")
        .layer("loopback")
        .definedBy("io.flowforge.cli.embedded.loopback")
        .layer("files")
        .definedBy("io.flowforge.cli.files")
        .layer("folders")
        .definedBy("io.flowforge.cli.folders")
        .ensureAllClassesAreContainedInArchitecture()
        .whereLayer("start")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("release")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("main")
        .mayOnlyBeAccessedByLayers("start")
        .whereLayer("command")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("connection")
        .mayOnlyBeAccessedByLayers("main", "command", "client")
        .whereLayer("doctor")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("login")
        .mayOnlyBeAccessedByLayers("command", "connection", "doctor")
        .whereLayer("output")
        .mayOnlyBeAccessedByLayers("main", "command", "client", "connection", "login", "doctor")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("embedded")
        .mayOnlyBeAccessedByLayers("command", "output", "demo")
        .whereLayer("parts")
        .mayOnlyBeAccessedByLayers("command", "output", "embedded")
        .whereLayer("loopback")
        .mayOnlyBeAccessedByLayers("command", "output", "demo", "embedded", "parts")
        .whereLayer("folders")
        .mayOnlyBeAccessedByLayers("main", "command", "connection", "login", "doctor", "output")
        .whereLayer("files")
        .mayOnlyBeAccessedByLayers("command", "login", "folders", "embedded", "parts")
        .check(CLASSES_OF_THE_CLI);
  }

  @Test
  void embeddedPartsDoNotKnowEachOther() {
    slices()
        .matching("io.flowforge.cli.embedded.(issuer|mongo|postgres)..")
        .should()
        .notDependOnEachOther()
        .check(ALL);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("io.flowforge.(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void theDemonstrationKnowsTheServerByItsAddress() {
    noClasses()
        .that()
        .resideInAPackage("io.flowforge.cli.demo..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.flowforge..")
                .and(not(resideInAnyPackage("io.flowforge.cli.demo..", EMBEDDED)))
                .and(not(resideInAnyPackage("io.flowforge.json", "io.flowforge.uri"))))
        .check(ALL);
  }

  @Test
  void tokensAreReadByAuthenticationOnly() {
    onlyIn(resideInAPackage("io.flowforge.server.auth.."), "io.helidon.security..");
  }

  @Test
  void eachLibraryHasItsRoom() {
    onlyIn(resideInAnyPackage(SERVER, EMBEDDED), "io.helidon..");
    onlyIn(
        resideInAnyPackage(
            "io.flowforge.cli", "io.flowforge.cli.command..", "io.flowforge.cli.start"),
        "picocli..");
    onlyIn(
        resideInAPackage(EMBEDDED),
        "de.bwaldvogel..",
        "org.h2..",
        "org.apache.commons.compress..",
        "org.tukaani..");
    onlyIn(resideInAPackage("io.flowforge.seed.file"), "com.opencsv..");
    onlyIn(
        not(resideInAnyPackage(SERVER, CLI)),
        "java.sql..",
        "org.postgresql..",
        "com.zaxxer..",
        "liquibase..",
        "com.mongodb..",
        "org.bson..",
        "com.github.kagkarlsson..",
        "org.apache.hc..",
        "dev.cel..",
        "com.google..");
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
      noClasses().should().callMethod(type, "now").check(ALL);
    }
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(ALL);
  }

  @Test
  void jsonIsReadWithBuffersThatThreadsShare() {
    for (Class<?> type : List.of(JsonFactory.class, ObjectMapper.class, JsonMapper.class)) {
      noClasses()
          .that()
          .resideOutsideOfPackage("io.flowforge.json")
          .should()
          .callConstructor(type)
          .check(ALL);
    }
    for (Class<?> type : List.of(JsonFactory.class, JsonMapper.class)) {
      noClasses()
          .that()
          .resideOutsideOfPackage("io.flowforge.json")
          .should()
          .callMethod(type, "builder")
          .check(ALL);
    }
  }

  @Test
  void noExpressionWithBacktrackingSeesInput() {
    RegularExpressions.unusedOutside(
            Map.of(
                "io.flowforge.server.edge.ResponseHead",
                "sees heads that the server itself has written"))
        .check(ALL.that(resideInAnyPackage(SERVER, CLI)));
  }

  @Test
  void nobodyPrintsPastTheCommandLine() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(ALL);
  }

  private static void onlyIn(DescribedPredicate<? super JavaClass> rooms, String... packages) {
    noClasses()
        .that(are(not(rooms)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(ALL);
  }
}
