package dev.atelier.results.ingest.log;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Divides the records of one poll, so that what is in memory at once is bounded by size and not only by number. */
final class RecordBatches {
    /** Bytes of the bodies of one batch, unless a single one is larger: as large as the largest record may be. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private RecordBatches() {}

    static List<List<ConsumerRecord<byte[], byte[]>>> of(List<ConsumerRecord<byte[], byte[]>> records) {
        List<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayList<>();
        int begin = 0;
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            bytes += Math.max(0, records.get(i).serializedValueSize());
            if (i > begin && bytes > MOST_BYTES) {
                batches.add(records.subList(begin, i));
                begin = i;
                bytes = Math.max(0, records.get(i).serializedValueSize());
            }
        }
        if (begin < records.size()) {
            batches.add(records.subList(begin, records.size()));
        }
        return batches;
    }
}
