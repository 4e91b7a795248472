package dev.atelier.trainer.dataset;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.kafka.broker.Broker;

/** A library as a process has it whose heap has little room. */
public final class SmallLibrary {
    private SmallLibrary() {}

    /** @param largest bytes of the largest dataset that there is room for */
    public static DatasetLibrary withRoomFor(long largest, Broker broker) {
        return new DatasetLibrary(broker, Topics.DATASETS.topicName(), largest, largest);
    }
}
