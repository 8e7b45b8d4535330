package dev.viridian.spi;

/**
 * Marks an {@link Error} that ends a controller at once and passes through all of its code: a platform that simulates the death of its
 * controller throws it. Whatever else is thrown by code that the engine calls, any other {@link Error} too, is a failure like others.
 */
public interface ControllerStop {}
