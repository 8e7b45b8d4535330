package dev.viridian.local.killed;

/** What the controller does that is started after one was killed. */
enum Next {
    DEPLOYS_THE_SAME("deploys the same"),
    DEPLOYS_ANOTHER("deploys another"),
    RECOVERS("recovers");

    final String words;

    Next(String words) {
        this.words = words;
    }
}
