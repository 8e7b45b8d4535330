/** Plans and their steps: a pure function of the deployment and of what is live now. Nothing here performs anything. */
@NullMarked
package dev.viridian.plan;

import org.jspecify.annotations.NullMarked;
