/** What people and machines are told about a deployment: notification texts, their delivery, and how failures are recognised. */
@NullMarked
package dev.viridian.report;

import org.jspecify.annotations.NullMarked;
