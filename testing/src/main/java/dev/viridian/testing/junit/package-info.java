/** Tests of deployments with JUnit 5 and 6: a world for each test, its story when the test fails, and no green test that leaves something behind. */
@NullMarked
package dev.viridian.testing.junit;

import org.jspecify.annotations.NullMarked;
