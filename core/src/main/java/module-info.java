/** Viridian's words, plan and engine. */
module dev.viridian {
    requires static aircompressor;
    requires com.fasterxml.jackson.core;
    requires dev.failsafe.core;
    requires java.net.http;
    requires java.sql;
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.viridian;
    exports dev.viridian.artifact;
    exports dev.viridian.engine;
    exports dev.viridian.event;
    exports dev.viridian.machine;
    exports dev.viridian.plan;
    exports dev.viridian.probe;
    exports dev.viridian.provision;
    exports dev.viridian.report;
    exports dev.viridian.spi;
    exports dev.viridian.state;

    uses dev.viridian.provision.IdentitySource;
    uses dev.viridian.provision.SecretStore;
    uses dev.viridian.spi.ArtifactStore;
    uses java.sql.Driver;

    provides dev.viridian.spi.ArtifactStore with
            dev.viridian.artifact.FileArtifactStore,
            dev.viridian.artifact.HttpArtifactStore;
}
