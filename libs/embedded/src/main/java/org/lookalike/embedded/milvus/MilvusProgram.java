package org.lookalike.embedded.milvus;

import org.lookalike.provision.process.ChildProcess;

/** One of the two servers, able to be started again and again on the same data and ports. */
interface MilvusProgram {

    /** The port for clients. */
    int port();

    /** Starts it and waits until it serves. */
    ChildProcess start();
}
