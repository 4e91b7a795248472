package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;

/** Shows the progress of jobs. */
public interface ProgressDisplay {
    /** A job has completed another epoch. */
    void showEpoch(String label, Epoch epoch);

    /** A job has ended. */
    void showEnd(String label, JobResponse job);

    /** How all stand now. */
    void showStanding(Standing standing);

    /** Something to know, such as that a service is being started again. */
    void note(String sentence);

    /** Nothing more comes. */
    void close();
}
