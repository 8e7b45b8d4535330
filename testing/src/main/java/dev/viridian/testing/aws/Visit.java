package dev.viridian.testing.aws;

import java.util.Optional;

/**
 * What a user got who came by a load balancer.
 *
 * @param reply the answer
 * @param instance which instance gave it; empty where the load balancer answered itself
 */
public record Visit(Reply reply, Optional<String> instance) {}
