package dev.viridian.testing.faults;

/** What the controller does that is started after the first one died, or that takes over from it. */
public enum Successor {
    /** It deploys the same thing. */
    SAME_AGAIN("the next controller deploys the same again"),
    /** It deploys something else. */
    SOMETHING_ELSE("the next controller deploys something else"),
    /** It recovers. */
    RECOVERS("the next controller recovers");

    private final String words;

    Successor(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
