package org.lookalike.embedded.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lookalike.provision.cache.CacheFolder;
import org.lookalike.provision.process.Command;
import org.lookalike.provision.process.FreePorts;
import org.lookalike.provision.process.StartFailure;
import org.lookalike.provision.python.PythonEnvironment;
import org.lookalike.provision.python.PythonRequirements;

@Timeout(300)
class EmbeddedMilvusIT {

    private static final String CLIENT = """
            import sys
            from pymilvus import MilvusClient
            client = MilvusClient(uri=sys.argv[1])
            if sys.argv[2] == 'write':
                client.create_collection('pictures', dimension=4, id_type='string', max_length=64)
                client.upsert('pictures', [{'id': 'a', 'vector': [1.0, 0.0, 0.0, 0.0]}])
            client.load_collection('pictures')
            hits = client.query('pictures', filter="id == 'a'", output_fields=['id'], consistency_level='Strong')
            print('found', [hit['id'] for hit in hits])
            """;

    private static PythonEnvironment litePython;
    private static PythonEnvironment serverPython;

    @TempDir
    Path folder;

    @BeforeAll
    static void provision() {
        litePython = PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_LITE, sentence -> {});
        serverPython =
                PythonEnvironment.provision(CacheFolder.resolve(), PythonRequirements.MILVUS_SERVER, sentence -> {});
    }

    @Test
    void liteKeepsAcknowledgedVectorsWhenKilled() {
        try (EmbeddedMilvus milvus = EmbeddedMilvus.lite(litePython, folder, 0)) {
            keepsAcknowledgedVectorsWhenKilled(milvus);
        }
    }

    @Test
    void serverKeepsAcknowledgedVectorsWhenKilled() {
        try (EmbeddedMilvus milvus = EmbeddedMilvus.server(serverPython, folder, 0)) {
            keepsAcknowledgedVectorsWhenKilled(milvus);
        }
    }

    @Test
    void refusesAPortInUse() {
        try (EmbeddedMilvus milvus = EmbeddedMilvus.lite(litePython, folder.resolve("first"), 0)) {
            int port = URI.create(milvus.uri()).getPort();

            assertThatThrownBy(() -> EmbeddedMilvus.lite(litePython, folder.resolve("second"), port))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + port);
        }
    }

    private static void keepsAcknowledgedVectorsWhenKilled(EmbeddedMilvus milvus) {
        String uri = milvus.uri();
        assertThat(client(uri, "write")).endsWith("found ['a']");

        milvus.kill();
        assertThat(milvus.isRunning()).isFalse();
        assertThat(FreePorts.isFree(URI.create(uri).getPort())).isTrue();
        milvus.restart();

        assertThat(milvus.uri()).isEqualTo(uri);
        assertThat(client(uri, "read")).endsWith("found ['a']");
    }

    private static String client(String uri, String action) {
        return Command.run(
                        List.of(litePython.executable("python").toString(), "-c", CLIENT, uri, action),
                        Duration.ofMinutes(2))
                .output();
    }
}
