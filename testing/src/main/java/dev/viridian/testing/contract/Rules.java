package dev.viridian.testing.contract;

/** What all rules are held against. */
interface Rules {
    /** The platform that the rule at hand is held against. */
    PlatformUnderTest underTest();
}
