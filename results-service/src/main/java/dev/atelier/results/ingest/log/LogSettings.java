package dev.atelier.results.ingest.log;

import dev.atelier.kafka.broker.Broker;
import java.time.Duration;

/**
 * Where the log of events is and how it is read.
 *
 * @param broker where the brokers are and what they require of clients
 * @param batchRecords most records of one database transaction
 * @param answerWithin how long the broker may take to answer before it counts as away
 */
public record LogSettings(Broker broker, String topic, int batchRecords, Duration answerWithin) {
    public LogSettings {
        if (batchRecords < 1) {
            throw new IllegalArgumentException(
                    "atelier.results.batch-records is " + batchRecords + "; expected at least 1");
        }
    }
}
