/** AWS in memory, strict and in virtual time, behind the interfaces of the SDK's own clients; and faults for real clients. */
@NullMarked
package dev.viridian.testing.aws;

import org.jspecify.annotations.NullMarked;
