/** What an adapter implements so that deployments can be made to its platform, and the ports through which the engine reaches the world. */
@NullMarked
package dev.viridian.spi;

import org.jspecify.annotations.NullMarked;
