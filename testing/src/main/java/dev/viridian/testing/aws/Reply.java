package dev.viridian.testing.aws;

/**
 * What an application answers to a request over HTTP.
 *
 * @param status the HTTP status
 * @param body the body
 */
public record Reply(int status, String body) {
    static final Reply OK = new Reply(200, "ok");
    static final Reply SICK = new Reply(503, "sick");

    /** Whether the status is one of 200 to 299. */
    public boolean isGood() {
        return status >= 200 && status <= 299;
    }
}
