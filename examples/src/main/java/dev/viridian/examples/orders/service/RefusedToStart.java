package dev.viridian.examples.orders.service;

/** The service cannot work with what it was given; the message says what a person should change. */
final class RefusedToStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedToStart(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
