package dev.atelier.trainer.attempt;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Recognises failures that come from the brokers or the way to them: they are temporary, and no job causes them. */
final class BrokerFailure {
    private static final int CAUSES = 20;

    private BrokerFailure() {}

    static boolean isIn(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < CAUSES; depth++) {
            if (each instanceof RecordTooLargeException
                    || each instanceof SerializationException
                    || each instanceof InvalidRecordException) {
                return false;
            }
            if (each instanceof KafkaException) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
