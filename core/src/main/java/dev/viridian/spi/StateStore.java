package dev.viridian.spi;

import java.util.List;
import java.util.Optional;

/**
 * A small conditional key-value store. Keys are paths such as {@code journal/000012/000003}: names of letters, digits, dots, dashes
 * and underscores that begin with a letter or a digit, with slashes between them; others are refused with an
 * {@link IllegalArgumentException}, as {@link dev.viridian.state.StateKeys} does it. No key is the folder of another. Of several writers of
 * one key exactly one succeeds, in whichever process they are; what was written is read and listed by everybody from then on.
 *
 * <p>A call that fails throws a {@link PlatformException}, also where nobody knows whether the change was made: empty, or {@code false},
 * says for certain that it was not. Each call may come from several threads at the same time. The module testing has the suite that every
 * store passes, {@code StateStoreContract}.
 */
public interface StateStore {
    /** What is at the key, if anything is. */
    Optional<Stored> read(String key);

    /** The keys that begin with the prefix, in order. */
    List<String> list(String prefix);

    /** Puts the document at a key where nothing is; empty when something is there already. When it returns, the document is safe. */
    Optional<Version> createIfAbsent(String key, Document document);

    /** Puts the document in the place of that version; empty when something else is there by now. */
    Optional<Version> replace(String key, Version expected, Document document);

    /** Removes that version; {@code false} when something else, or nothing, is there. */
    boolean delete(String key, Version expected);

    /** A text that is made only when somebody reads it. Its text is always the same. */
    @FunctionalInterface
    interface Document {
        /** The text. */
        String text();
    }

    /**
     * Which state of a key was read or written.
     *
     * @param value the store's own; equal only for the same state
     */
    record Version(String value) {}

    /**
     * What was found at a key.
     *
     * @param document the text
     * @param version which state it was
     */
    record Stored(Document document, Version version) {}
}
