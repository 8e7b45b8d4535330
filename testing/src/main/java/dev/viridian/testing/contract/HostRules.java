package dev.viridian.testing.contract;

import dev.viridian.provision.Host;
import dev.viridian.provision.HostFiles;
import java.nio.charset.StandardCharsets;

/** What all rules of hosts ask with. */
interface HostRules {
    /** The host that the rule at hand is held against. */
    HostUnderTest underTest();

    /** The host itself. */
    private Host host() {
        return underTest().host();
    }

    /** Its files. */
    default HostFiles files() {
        return host().files();
    }

    /** What a file says. */
    default String text(String path) {
        return new String(files().read(path), StandardCharsets.UTF_8);
    }

    /** The bytes of a text. */
    default byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
