package dev.viridian;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the packages, and what may be used where. */
class ArchitectureTest {
    /** Each may use those before it; those that share a place do not know each other. */
    private static final List<Set<String>> ORDER = List.of(
            Set.of("dev.viridian.files", "dev.viridian.text"),
            Set.of("dev.viridian"),
            Set.of("dev.viridian.plan"),
            Set.of("dev.viridian.event"),
            Set.of("dev.viridian.spi"),
            Set.of("dev.viridian.artifact", "dev.viridian.probe"),
            Set.of("dev.viridian.provision"),
            Set.of("dev.viridian.machine"),
            Set.of("dev.viridian.state"),
            Set.of("dev.viridian.report"),
            Set.of("dev.viridian.engine"));

    /** Machines that are asked for real answer in real time, which no platform's clock can bound. */
    private static final String ASKS_FOR_REAL = "dev.viridian.probe";

    private static final Set<Class<?>> CLOCKS = Set.of(
            Clock.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class);

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.viridian");

    private static List<String> packages() {
        return ORDER.stream().flatMap(Set::stream).sorted().toList();
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .as("a new package needs a place in ORDER")
                .isSubsetOf(packages())
                .hasSizeGreaterThan(6);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void eachPackageUsesOnlyThoseBeforeIt(String name) {
        List<String> allowed = new ArrayList<>(List.of(name));
        ORDER.stream().takeWhile(place -> !place.contains(name)).forEach(allowed::addAll);
        String[] forbidden =
                packages().stream().filter(other -> !allowed.contains(other)).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("dev.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void onlyThePortsReadAClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.viridian.spi", ASKS_FOR_REAL)
                .should()
                .accessTargetWhere(readsAClock())
                .check(CORE);
    }

    @Test
    void probesReadTheSteadyClockInOnePlace() {
        classes()
                .that(are(describe("classes that read a clock", ArchitectureTest::readsAClock)))
                .and()
                .resideInAPackage(ASKS_FOR_REAL)
                .should()
                .haveSimpleName("Deadline")
                .check(CORE);
    }

    /** The end of this program is told by the computer, to a thread and to nothing else. */
    @Test
    void onlyThePortsWaitOrMakeThreads() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.viridian.spi")
                .and()
                .doNotHaveFullyQualifiedName("dev.viridian.probe.Leash")
                .should()
                .accessTargetWhere(waitsOrMakesThreads())
                .check(CORE);
    }

    @Test
    void locksAreForTheStateStoresOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.viridian.state")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks")
                .check(CORE);
    }

    @Test
    void librariesOfTheEngineAreImportedThereAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.viridian.engine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.failsafe..", "org.slf4j..")
                .check(CORE);
    }

    @Test
    void nothingIsPrintedButByWhatIsStartedAsAProgram() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.viridian.machine.MachineMain")
                .should()
                .accessTargetWhere(describe(
                        "System.out or System.err",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err").contains(access.getName())))
                .check(CORE);
    }

    /** An abstract class to extend is neither: it shows its insides to its heirs. */
    @Test
    void publicMeansFinalSealedOrMadeToBeImplemented() {
        List<String> open = CORE.stream()
                .map(JavaClass::reflect)
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .filter(type -> !type.isInterface() && !type.isEnum())
                .filter(type -> !Modifier.isFinal(type.getModifiers()) && !type.isSealed())
                .map(Class::getName)
                .toList();

        assertThat(open).isEmpty();
    }

    private static boolean readsAClock(JavaClass type) {
        return type.getAccessesFromSelf().stream().anyMatch(readsAClock());
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return describe("a clock is read", access -> {
            JavaClass owner = access.getTargetOwner();
            boolean now = access.getName().equals("now")
                    && CLOCKS.stream().anyMatch(owner::isEquivalentTo)
                    && access.getTarget().getFullName().endsWith("now()");
            boolean system = owner.isEquivalentTo(System.class)
                    && Set.of("nanoTime", "currentTimeMillis").contains(access.getName());
            return now || system || owner.isEquivalentTo(Clock.class);
        });
    }

    private static DescribedPredicate<JavaAccess<?>> waitsOrMakesThreads() {
        return describe("a thread is made or waits", access -> {
            JavaClass owner = access.getTargetOwner();
            boolean thread = owner.isEquivalentTo(Thread.class)
                    && Set.of("<init>", "start", "sleep", "join", "onSpinWait").contains(access.getName());
            boolean pause =
                    owner.isEquivalentTo(TimeUnit.class) && access.getName().equals("sleep");
            return thread
                    || pause
                    || owner.isEquivalentTo(Executors.class)
                    || owner.isEquivalentTo(Timer.class)
                    || assignableTo(Executor.class).test(owner)
                    || (access.getName().endsWith("Async")
                            && owner.getPackageName().equals("java.util.concurrent"));
        });
    }
}
