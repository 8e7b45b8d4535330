package dev.viridian.spi;

/** Nothing is known of any controller. */
record UnknownControllers() implements Controllers {
    @Override
    public String present() {
        return "";
    }

    @Override
    public boolean isDead(String controller) {
        return false;
    }
}
