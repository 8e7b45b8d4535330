package dev.viridian.artifact;

import java.util.Locale;

/** How names and sizes are written in messages. A name comes from a stranger, so nothing in it may act on a terminal or a log. */
final class Shown {
    private static final int LONGEST = 120;

    private Shown() {}

    static String name(String name) {
        StringBuilder shown = new StringBuilder("'");
        name.codePoints().limit(LONGEST).forEach(point -> {
            boolean harmless = !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT;
            shown.append(harmless ? Character.toString(point) : String.format(Locale.ROOT, "\\u%04x", point));
        });
        return shown.append(name.codePointCount(0, name.length()) > LONGEST ? "…'" : "'")
                .toString();
    }

    static String bytes(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }
}
