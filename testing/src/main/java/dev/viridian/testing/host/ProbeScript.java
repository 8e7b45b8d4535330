package dev.viridian.testing.host;

import dev.viridian.spi.Probes.Answer;

/** How a probe is answered. */
@FunctionalInterface
public interface ProbeScript {
    /**
     * The answer.
     *
     * @param times how often it was asked, this time included
     */
    Answer answer(int times);
}
