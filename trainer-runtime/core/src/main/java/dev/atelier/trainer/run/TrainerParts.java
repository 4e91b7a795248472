package dev.atelier.trainer.run;

import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.control.Controls;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.event.EventPublisher;
import dev.atelier.trainer.log.JobLogs;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.training.RunObserver;
import java.time.Clock;

/** What a trainer works on its jobs with. */
public record TrainerParts(
        TrainingAlgorithm algorithm,
        DatasetLibrary datasets,
        CheckpointStore checkpoints,
        EventPublisher events,
        JobLogs logs,
        Controls controls,
        MachineBudget budget,
        MachineCondition machine,
        RunSettings settings,
        RunObserver observer,
        Clock clock) {}
