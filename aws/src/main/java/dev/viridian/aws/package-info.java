/** What a deployment needs of AWS: artifacts and state, notifications, secrets and the identity of machines. */
@NullMarked
package dev.viridian.aws;

import org.jspecify.annotations.NullMarked;
