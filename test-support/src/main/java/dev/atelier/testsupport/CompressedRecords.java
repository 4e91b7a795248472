package dev.atelier.testsupport;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

/** Writes records that are small in their topic and large once they are unpacked, as anybody may who may write there. */
public final class CompressedRecords {
    private static final int MEBI = 1 << 20;

    private CompressedRecords() {}

    /**
     * Writes one record of zeros, alone in its batch.
     *
     * @param mebibytes that it unpacks to
     * @return its offset
     */
    public static long write(String bootstrapServers, String topic, byte[] key, int mebibytes)
            throws ExecutionException, InterruptedException {
        Map<String, Object> own = Map.of(
                "compression.type",
                "zstd",
                "max.request.size",
                (mebibytes + 1) * MEBI,
                "buffer.memory",
                (mebibytes + 2L) * MEBI);
        try (var producer = TestClients.producer(bootstrapServers, own)) {
            return producer.send(new ProducerRecord<>(topic, 0, key, new byte[mebibytes * MEBI]))
                    .get()
                    .offset();
        }
    }

    /** Lets topics keep records as they are sent, like those that an earlier version created. */
    public static void allow(Admin admin, String... topics) throws ExecutionException, InterruptedException {
        AlterConfigOp asSent =
                new AlterConfigOp(new ConfigEntry("compression.type", "producer"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Stream.of(topics)
                        .collect(Collectors.toMap(
                                topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                topic -> List.of(asSent))))
                .all()
                .get();
    }
}
