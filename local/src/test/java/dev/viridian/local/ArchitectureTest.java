package dev.viridian.local;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.viridian.(local..)").should().beFreeOfCycles();
}
