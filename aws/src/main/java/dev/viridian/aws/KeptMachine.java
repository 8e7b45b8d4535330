package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import java.time.Instant;

/**
 * A machine that failed, and is kept for a person to look at: {@code aws ssm start-session --target i-0123456789abcdef0}. It belongs to no group, gets no users, and costs what
 * an instance costs.
 *
 * @param id its instance
 * @param environment the one that it was a machine of, which may be gone
 * @param revision what it runs
 * @param host its private address
 * @param until when it is ended, when the next environment is removed after that
 * @see AwsSetup#keepingFailed
 */
public record KeptMachine(MachineId id, EnvironmentName environment, Revision revision, String host, Instant until) {}
