package dev.atelier.trainer.service;

import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.outage.FolderProbe;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.MachineFault.Kind;
import dev.atelier.trainer.outage.MachineProbe;
import dev.atelier.trainer.outage.MemoryProbe;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a trainer needs of its machine: its folders, memory, and its algorithm's libraries. */
final class TrainerMachine {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private TrainerMachine() {}

    static MachineCondition condition(
            TrainerConfiguration configuration, TrainingAlgorithm algorithm, MachineBudget budget) {
        MachineProbe engine = bytes -> {
            algorithm.start();
            return Optional.empty();
        };
        return new MachineCondition(
                Map.of(
                        Kind.STORAGE,
                        List.of(
                                folder("data", configuration.data(), configuration),
                                folder("checkpoints", configuration.checkpoints(), configuration),
                                folder("artifacts", configuration.artifacts(), configuration),
                                folder("features", configuration.features(), configuration),
                                bytes -> budget.problem()),
                        Kind.MEMORY,
                        List.of(new MemoryProbe()),
                        Kind.LIBRARY,
                        List.of(engine)),
                FIRST_PAUSE,
                LONGEST_PAUSE,
                Clock.systemUTC());
    }

    /** The cores and the memory that jobs take here. */
    static MachineBudget budget(TrainerConfiguration configuration) {
        return configuration.shareCores()
                ? MachineBudget.shared(
                        path(configuration.data()).resolve("machine"),
                        Runtime.getRuntime().availableProcessors())
                : MachineBudget.unlimited();
    }

    /** A folder as it is configured: a path, or a URI of another file system. */
    static Path path(String folder) {
        return folder.contains("://") ? Path.of(URI.create(folder)) : Path.of(folder);
    }

    private static MachineProbe folder(String what, String folder, TrainerConfiguration configuration) {
        return new FolderProbe(what, path(folder), configuration.freeBytes());
    }
}
