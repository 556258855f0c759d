package dev.sluice.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sluice.core.time.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.TimeUnit;

/** What the compiled classes of all modules may see and do. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] RUNTIME = {
      "dev.sluice.contract..", "dev.sluice.core..", "dev.sluice.adapters..", "dev.sluice.coordinator..", "dev.sluice.worker..",
      "dev.sluice.autoscaler..", "dev.sluice.simulator..", "dev.sluice.testing..", "dev.sluice.examples..", "dev.sluice.cli.."};

  private static final String[] JDBC = {"java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..", "com.zaxxer.hikari.."};

  @ArchTest
  static final ArchRule ARROWS_POINT_ONE_WAY = classes().should(ModuleMap.beOnTheMap())
      .because("contract <- core <- adapters <- services: what is further in can be understood, tested and replaced alone");

  @ArchTest
  static final ArchRule ONLY_ADAPTERS_SEE_AWS = noClasses()
      .that().resideInAnyPackage(RUNTIME).and()
      .resideOutsideOfPackages("dev.sluice.adapters.sqs..", "dev.sluice.adapters.s3..", "dev.sluice.adapters.ecs..")
      .should().dependOnClassesThat().resideInAnyPackage("software.amazon.awssdk..")
      .because("the ports say what we need of AWS; everything that knows its SDK stands beside one of them");

  /** Transactional ops are handed a connection, so that the words for one pass through core; an example uses it as users do. */
  @ArchTest
  static final ArchRule ONLY_THE_POSTGRES_ADAPTER_SEES_JDBC = noClasses()
      .that().resideInAnyPackage(RUNTIME)
      .and().resideOutsideOfPackages("dev.sluice.adapters.postgres..", "dev.sluice.examples.transaction..")
      .should().dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(JDBC)
          .and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(Connection.class, SQLException.class, Savepoint.class))))
      .because("the store is a port, and SQL has one home");

  @ArchTest
  static final ArchRule NO_SERVICE_RUNS_ON_MEMORY = noClasses()
      .that().resideInAnyPackage("dev.sluice.coordinator..", "dev.sluice.worker..", "dev.sluice.autoscaler..", "dev.sluice.adapters..",
          "dev.sluice.cli..")
      .should().dependOnClassesThat().resideInAPackage("dev.sluice.core.inmemory..")
      .because("a store in memory cannot be shared: with it two workers would be two clusters, so that no setting can choose it");

  /** The preview reads which inputs are secret and what aliases a resource has; the SDK's test monitor tells neither in public. */
  @ArchTest
  static final ArchRule NOBODY_SEES_THE_INSIDES_OF_A_LIBRARY = noClasses()
      .that().resideInAnyPackage(RUNTIME).or().resideInAPackage("dev.sluice.infra..")
      .and().resideOutsideOfPackage("dev.sluice.infra.preview..")
      .should().dependOnClassesThat().resideInAnyPackage("..internal..", "sun..")
      .because("only what a library promises stays as it is");

  @ArchTest
  static final ArchRule NAMES_ARE_NOUNS_OF_THE_DOMAIN = noClasses()
      .should().haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Info)(\\$.*)?")
      .because("a class is named after what it is; such a name says that nobody knew");

  @ArchTest
  static final ArchRule WAITING_IS_A_PARAMETER = noClasses()
      .that().areNotAssignableTo(Pause.class)
      .should().callMethod(Thread.class, "sleep", long.class)
      .orShould().callMethod(Thread.class, "sleep", long.class, int.class)
      .orShould().callMethod(TimeUnit.class, "sleep", long.class)
      .because("time comes in as a Pause that a test can own");

  @ArchTest
  static final ArchRule SERVICES_LOG = noClasses()
      .that().resideOutsideOfPackages("dev.sluice.cli..", "dev.sluice.adapters.service..").and().haveSimpleNameNotEndingWith("Main")
      .should().accessField(System.class, "out")
      .orShould().accessField(System.class, "err")
      .because("a service speaks through its log; only what is started by hand talks to a terminal");

  @ArchTest
  static final ArchRule CLASSES_ARE_FINAL_OR_MADE_TO_BE_EXTENDED = classes()
      .that().areTopLevelClasses().and().arePublic().and().areNotInterfaces().and().areNotEnums()
      .and().areNotAssignableTo(Throwable.class)
      .should().haveModifier(JavaModifier.FINAL)
      .orShould().haveModifier(JavaModifier.ABSTRACT)
      .because("inheritance is designed or forbidden");
}
