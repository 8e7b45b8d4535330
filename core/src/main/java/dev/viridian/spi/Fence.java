package dev.viridian.spi;

import dev.viridian.Failure;
import java.util.function.Supplier;

/**
 * What a call that changes something must carry, so that an unfenced one cannot be written.
 *
 * <p>A platform remembers the highest token that it has seen where all controllers share it, and lets no older one pass:
 *
 * <pre>{@code
 * long highest = tokens.highestSeen();
 * fence.requireNotOlderThan(highest, () -> "create " + spec.name());
 * tokens.remember(Math.max(highest, fence.token()));
 * }</pre>
 *
 * @param token the fencing token of the lease: it grows with each new holder
 * @param idempotencyToken the same for each repetition of the same effect
 */
public record Fence(long token, String idempotencyToken) {
    /**
     * Lets an effect pass, or refuses it because a newer controller was here before.
     *
     * @param highest the highest token that was seen before; 0 for none
     * @param effect what is about to be done, for the message: {@code create orders-7-1}
     * @throws PlatformException with {@link Failure.FencedOff} when this token is lower
     */
    public void requireNotOlderThan(long highest, Supplier<String> effect) {
        if (token < highest) {
            throw PlatformException.fencedOff("it wants to " + effect.get() + " with fencing token " + token
                    + ", but token " + highest + " was already seen: another controller has taken over.");
        }
    }
}
