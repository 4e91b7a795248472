package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that names the run that owns a job's checkpoints. A damaged one counts as absent. */
final class ClaimFile {
    static final String NAME = "claim.json";

    private static final System.Logger LOG = System.getLogger(ClaimFile.class.getName());

    private final String job;
    private final Path file;

    ClaimFile(String job, Path folder) {
        this.job = job;
        this.file = folder.resolve(NAME);
    }

    Optional<Claim> read() throws IOException {
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Claim.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, "{0} is damaged, the job counts as unclaimed: {1}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The claim of the run.
     *
     * @throws DisownedException if another run has taken the job over, or none is known to own it
     */
    Claim require(String run) throws IOException, DisownedException {
        Claim claim = read().orElseThrow(() -> new DisownedException(job, run, "none"));
        if (!claim.run().equals(run)) {
            throw new DisownedException(job, run, claim.run());
        }
        return claim;
    }

    /** Replaces the claim and returns the new one. */
    Claim write(Claim claim) throws IOException {
        StoredFile.write(file, Json.bytes(claim));
        return claim;
    }
}
