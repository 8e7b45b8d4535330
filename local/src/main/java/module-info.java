/** Deployments to this machine: real processes behind a real router. */
module dev.viridian.local {
    requires transitive dev.viridian;
    // Of jboss-threads, which Undertow needs: from the class path it can require nothing itself.
    requires jdk.unsupported;
    requires static org.jspecify;
    requires org.slf4j;
    requires undertow.core;
    requires xnio.api;

    exports dev.viridian.local;
    exports dev.viridian.local.haproxy;
    exports dev.viridian.local.router;
}
