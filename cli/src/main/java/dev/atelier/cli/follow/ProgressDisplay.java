package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import java.util.Map;

/** Shows the progress of jobs. */
public interface ProgressDisplay {
    /** A job has completed another epoch. */
    void showEpoch(String label, Epoch epoch);

    /** A job has ended. */
    void showEnd(String label, JobResponse job);

    /** How all that have not ended stand now; waiting ones that nobody knows yet are missing. */
    void showStates(Map<String, JobResponse> byLabel, int waiting);

    /** Something to know, such as that a service is being started again. */
    void note(String sentence);

    /** Nothing more comes. */
    void close();
}
