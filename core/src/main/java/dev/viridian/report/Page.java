package dev.viridian.report;

/** Lines of plain text. */
final class Page {
    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    /** Breaks the text between words and hangs its further lines under the first. A word that is too long stays whole. */
    void wrapped(String lead, String words) {
        String hanging = " ".repeat(lead.length());
        StringBuilder line = new StringBuilder(lead);
        for (String word : words.strip().split("\\s+", -1)) {
            boolean begins = line.length() <= lead.length();
            if (!begins && line.length() + 1 + word.length() > WIDTH) {
                line(line);
                line = new StringBuilder(hanging).append(word);
            } else {
                line.append(begins ? "" : " ").append(word);
            }
        }
        line(line);
    }

    /** The lines as they are, each behind the lead. */
    void indented(String lead, String lines) {
        lines.stripTrailing().lines().forEach(line -> line(lead + line));
    }

    void blank() {
        line("");
    }

    String text() {
        return text.toString();
    }

    private void line(CharSequence line) {
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
