package dev.viridian.local.haproxy;

import dev.viridian.local.haproxy.Table.Row;

/**
 * What goes through a slot.
 *
 * @param inFlight requests and upgraded connections that are open now, those that wait for a machine among them
 * @param requests all that the slot was given since HAProxy started, however many environments it held
 */
record Traffic(long inFlight, long requests) {
    private static final String BACKENDS = "show stat -1 2 -1";

    static Traffic of(RuntimeSocket socket, String backend) {
        Row row = Table.parse(BACKENDS, socket.ask(BACKENDS), ",").stream()
                .filter(each -> each.text("pxname").equals(backend))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "HAProxy has no backend '" + backend
                                        + "' any more. Was it restarted with another configuration? Expected the one that Viridian renders."));
        return new Traffic(row.number("scur"), row.number("req_tot"));
    }
}
