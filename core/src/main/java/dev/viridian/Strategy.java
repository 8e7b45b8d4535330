package dev.viridian;

/** The way from one revision to the next. */
public sealed interface Strategy {
    /** A mirror environment is built and proven beside the live one; then all traffic is switched to it at once. */
    record BlueGreen() implements Strategy {
        @Override
        public String toString() {
            return "blue/green";
        }
    }
}
