package dev.viridian.spi;

/**
 * What a call that changes something must carry, so that an unfenced one cannot be written.
 *
 * @param token the fencing token of the lease: it grows with each new holder
 * @param idempotencyToken the same for each repetition of the same effect
 */
public record Fence(long token, String idempotencyToken) {}
