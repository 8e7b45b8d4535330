package dev.viridian.testing.simulation;

import dev.viridian.TrafficSplit;
import java.time.Instant;

/**
 * What users got from a moment on, until the next one.
 *
 * @param from the moment
 * @param routing where the router really sent them
 * @param capacity how many machines served them: of an environment with a share of the traffic, its serving machines divided by that
 *     share, and of several the least
 * @param answered the share of the requests that were answered, from 0 to 1
 */
public record TrafficMoment(Instant from, TrafficSplit routing, int capacity, double answered) {}
