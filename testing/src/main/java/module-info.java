/**
 * The test kit of Viridian. JUnit and AssertJ are optional: who uses only the load generator does without them. Therefore the extension that gives
 * tests their candidate is not provided as a service of this module; on the module path it is named by {@code @ExtendWith}.
 */
module dev.viridian.testing {
    requires transitive dev.viridian;
    requires java.management;
    requires static org.jspecify;
    requires static transitive org.assertj.core;
    requires static transitive org.junit.jupiter.api;
    requires static org.junit.platform.commons;
    requires static org.junit.platform.launcher;

    exports dev.viridian.testing;
    exports dev.viridian.testing.assertions;
    exports dev.viridian.testing.contract;
    exports dev.viridian.testing.faults;
    exports dev.viridian.testing.host;
    exports dev.viridian.testing.junit;
    exports dev.viridian.testing.load;
    exports dev.viridian.testing.simulation;

    opens dev.viridian.testing.contract to
            org.junit.platform.commons;
}
