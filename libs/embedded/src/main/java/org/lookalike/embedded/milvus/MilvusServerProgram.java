package org.lookalike.embedded.milvus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lookalike.provision.process.ChildProcess;
import org.lookalike.provision.process.Launch;
import org.lookalike.provision.process.Readiness;
import org.lookalike.provision.python.PythonEnvironment;

/**
 * The full Milvus server. Two of its ports have no option: the health port is set through the launcher's Python
 * object, and its etcd listens on 2379 and 2380 whatever the option says unless a settings file of its own says
 * otherwise, so that two servers on one machine would share one etcd.
 */
record MilvusServerProgram(PythonEnvironment python, Path folder, int port, List<Integer> innerPorts)
        implements MilvusProgram {

    /**
     * The package's own start, but it may bind a port on which connections of a killed server still linger
     * (TIME_WAIT), as the server itself may; otherwise it would quietly take the next port. A port that somebody
     * listens on ends it with a message.
     */
    private static final String LAUNCHER = """
            import milvus, socket, sys
            milvus.MilvusServerConfig.try_bind_port = lambda _, port: socket.create_server(("127.0.0.1", port))
            milvus.default_server.webservice_port = int(sys.argv.pop(1))
            milvus.main()
            """;

    /**
     * How long a server that was killed still counts as alive, s: its successor serves nothing before that. Half of the
     * default, and still far more than a busy machine keeps one from renewing its lease.
     */
    private static final String SESSION_TTL = "15";

    /**
     * Rows that have no index yet are compared one by one. Its default, an IVF index that looks at 16 of 128 lists, leaves
     * out most of the rows that lie far from the query: of 31 ids that a search was restricted to it found 5.
     */
    private static final String INTERIM_INDEX = "false";

    private static final List<String> PORT_OPTIONS = List.of(
            "--root-coord-port",
            "--proxy-internal-port",
            "--query-coord-port",
            "--query-node-port",
            "--index-coord-port",
            "--index-node-port",
            "--data-coord-port",
            "--data-node-port");

    /** How many ports it needs beside the one for clients. */
    static final int INNER_PORTS = PORT_OPTIONS.size() + 3;

    /** Checks that there is a port for each option, etcd's two and the health page's. */
    MilvusServerProgram {
        innerPorts = List.copyOf(innerPorts);
        if (innerPorts.size() != INNER_PORTS) {
            throw new IllegalArgumentException("the full Milvus server needs %d inner ports".formatted(INNER_PORTS));
        }
    }

    @Override
    public ChildProcess start() {
        int etcdPort = innerPorts.get(PORT_OPTIONS.size());
        Path etcdSettings = writeEtcdSettings(etcdPort, innerPorts.get(PORT_OPTIONS.size() + 1));
        int healthPort = innerPorts.get(PORT_OPTIONS.size() + 2);

        List<String> command = new ArrayList<>(
                List.of(python.executable("python").toString(), "-c", LAUNCHER, String.valueOf(healthPort)));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--proxy-port", String.valueOf(port)));
        command.addAll(List.of("--etcd-port", String.valueOf(etcdPort)));
        for (int index = 0; index < PORT_OPTIONS.size(); index++) {
            command.addAll(List.of(PORT_OPTIONS.get(index), String.valueOf(innerPorts.get(index))));
        }
        Launch launch = new Launch("Milvus server", command, folder, folder.resolve("milvus.log"))
                .withEnvironment(Map.of(
                        "ETCD_CONFIG_PATH",
                        etcdSettings.toString(),
                        "COMMON_SESSION_TTL",
                        SESSION_TTL,
                        "QUERYNODE_SEGCORE_INTERIMINDEX_ENABLEINDEX",
                        INTERIM_INDEX));
        return ChildProcess.start(
                launch,
                Readiness.http(URI.create("http://127.0.0.1:%d/healthz".formatted(healthPort)))
                        .and(Readiness.port(port)));
    }

    private Path writeEtcdSettings(int clientPort, int peerPort) {
        String client = "http://127.0.0.1:" + clientPort;
        String peer = "http://127.0.0.1:" + peerPort;
        try {
            return Files.writeString(folder.resolve("etcd.yaml"), """
                    name: default
                    listen-client-urls: %s
                    advertise-client-urls: %s
                    listen-peer-urls: %s
                    initial-advertise-peer-urls: %s
                    initial-cluster: default=%s
                    """.formatted(client, client, peer, peer, peer));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write etcd's settings in " + folder, e);
        }
    }
}
