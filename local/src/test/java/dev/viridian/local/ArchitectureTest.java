package dev.viridian.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.viridian.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule thePlatformKnowsItsPartsAndTheyDoNotKnowIt = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("platform")
            .definedBy("dev.viridian.local")
            .layer("haproxy")
            .definedBy("dev.viridian.local.haproxy")
            .layer("router")
            .definedBy("dev.viridian.local.router")
            .layer("process")
            .definedBy("dev.viridian.local.process")
            .layer("socket")
            .definedBy("dev.viridian.local.socket")
            .whereLayer("platform")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("haproxy")
            .mayOnlyBeAccessedByLayers("platform")
            .whereLayer("router")
            .mayOnlyBeAccessedByLayers("platform", "haproxy")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("platform", "router")
            .whereLayer("socket")
            .mayOnlyBeAccessedByLayers("haproxy", "router");

    /** That clock is set, by an hour and more, while routers run. */
    @ArchTest
    static final ArchRule routersMeasureByNoClockThatIsSet = noClasses()
            .that()
            .resideInAnyPackage("dev.viridian.local.router", "dev.viridian.local.haproxy")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.viridian.(local..)").should().beFreeOfCycles();
}
