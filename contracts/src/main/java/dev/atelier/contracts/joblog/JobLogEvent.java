package dev.atelier.contracts.joblog;

/** What a line of a job's log is about. Words are only ever added; readers show one that they do not know as it is. */
public enum JobLogEvent {
    /** A trainer received the job from its queue and starts to work on it. */
    ACCEPTED("accepted"),
    /** The job ended before: its record is removed from the queue. */
    SKIPPED("skipped"),
    /** The run waits for the machine, for its dataset, or for the controls. */
    WAITING("waiting"),
    DATASET_LOADED("datasetLoaded"),
    /** Training begins with the first epoch. */
    STARTED("started"),
    /** Training continues from a checkpoint. */
    RESUMED("resumed"),
    /** The first weights are those of another job, which may be trained again for them. */
    FORKED("forked"),
    /** Features, which take the place of images, are computed or were stored already. */
    FEATURES("features"),
    EPOCH("epoch"),
    CHECKPOINT("checkpoint"),
    /** Training ends before the last epoch, because a metric does not improve. */
    STOPPED_EARLY("stoppedEarly"),
    COMPLETED("completed"),
    /** The job failed for good. */
    FAILED("failed"),
    CANCELLED("cancelled"),
    /** The round has ended, and the job continues in another. */
    PAUSED("paused"),
    /** An unexpected error ended the run; its stack is in the line. */
    ERROR("error"),
    /** The job returns to its queue, for a reason outside the job. */
    RELEASED("released"),
    /** The job goes to the end of its queue, for a trainer with more memory. */
    POSTPONED("postponed"),
    /** The run stops without an end of its job: the broker may have given the job to another trainer. */
    ABANDONED("abandoned"),
    /** The work shows no progress, and the trainer restarts. */
    HUNG("hung"),
    /** Lines before this one were lost. */
    LINES_LOST("linesLost");

    private final String word;

    JobLogEvent(String word) {
        this.word = word;
    }

    /** As it stands in lines. */
    public String word() {
        return word;
    }
}
