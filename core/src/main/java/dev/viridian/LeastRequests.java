package dev.viridian;

/**
 * So many requests at least.
 *
 * @param atLeast 1 or more
 */
record LeastRequests(long atLeast) implements BakeCondition {
    LeastRequests {
        if (atLeast < 1) {
            throw new IllegalArgumentException("A bake of at least " + atLeast + " requests? Expected 1 or more.");
        }
    }

    @Override
    public Verdict look() {
        return Verdict.unknown("nothing is baked yet");
    }

    @Override
    public Verdict look(Baked baked) {
        long seen = baked.requests();
        String detail = seen + " of " + atLeast + " requests";
        return seen >= atLeast ? Verdict.well(detail) : Verdict.unknown(detail);
    }

    @Override
    public String toString() {
        return "at least " + atLeast + (atLeast == 1 ? " request" : " requests");
    }
}
