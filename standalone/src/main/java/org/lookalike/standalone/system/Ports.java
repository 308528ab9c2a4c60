package org.lookalike.standalone.system;

import org.lookalike.provision.process.FreePorts;

/** Free TCP ports of this machine. Between the asking and the use another program may take one: then the start fails. */
final class Ports {
    private Ports() {}

    /**
     * The wanted port if nobody has it, else any free one.
     *
     * @param wanted a port, or 0 for none in particular
     */
    static int freeOrAny(int wanted) {
        return wanted > 0 && FreePorts.isFree(wanted) ? wanted : FreePorts.one();
    }
}
