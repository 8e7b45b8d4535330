package dev.viridian.examples.orders.service;

/** The client asked for something that cannot be; the message tells it what was expected. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
