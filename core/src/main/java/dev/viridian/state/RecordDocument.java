package dev.viridian.state;

import dev.viridian.DeploymentId;
import dev.viridian.spi.StateStore;

/** A record that a store in this process may hand back as it was given: it was never a text, and need not be read from one. */
final class RecordDocument implements StateStore.Document {
    private final JournalRecord record;
    private final LazyText text;

    RecordDocument(JournalRecord record, DeploymentId deployment) {
        this.record = record;
        this.text = new LazyText(() -> record.text(deployment.toString()));
    }

    JournalRecord record() {
        return record;
    }

    @Override
    public String text() {
        return text.text();
    }
}
