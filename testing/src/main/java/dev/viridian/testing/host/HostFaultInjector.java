package dev.viridian.testing.host;

/** Decides what goes wrong; equal questions must get equal answers in each run. */
@FunctionalInterface
interface HostFaultInjector {
    /** Nothing goes wrong. */
    HostFaultInjector NONE = call -> HostFault.NONE;

    HostFault at(HostCall call);
}
