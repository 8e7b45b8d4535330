package dev.viridian.benchmarks;

import java.io.IOException;
import java.net.URI;

/** A router to be measured, in front of the environments {@code blue} and {@code green}. */
interface Candidate extends AutoCloseable {
    String name();

    URI entry();

    /** Routes all users to one of them; returns when the router has said that it is done. */
    void route(String environment) throws IOException;

    @Override
    void close() throws IOException;
}
