package dev.viridian.examples.orders.service;

import java.time.Instant;

/** An order as the database has it. */
record Order(long id, String item, int quantity, Instant created) {}
