package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.json.Json;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The checkpoints of one job. The last two are kept, each a JSON document, the files of tensors and the part of the
 * file of epochs that it names with their digests; what one costs does not depend on the number of epochs. A damaged one
 * is recognised and skipped with a warning. One run at a time owns them: a later run's claim ends an earlier one's
 * right to write, and as the names of files carry the run, a run that was replaced without noticing cannot spoil what its
 * successor writes. Used by one thread at a time.
 */
public final class JobCheckpoints {
    private static final System.Logger LOG = System.getLogger(JobCheckpoints.class.getName());
    private static final String LOADING = "loading.json";
    private static final int KEPT = 2;

    private final String job;
    private final CheckpointFolder folder;
    private final ClaimFile claim;
    private Optional<StoredFile> best = Optional.empty();
    private Optional<EpochFile> epochFile = Optional.empty();

    JobCheckpoints(String job, Path folder) {
        this(job, new CheckpointFolder(folder), new ClaimFile(job, folder));
    }

    private JobCheckpoints(String job, CheckpointFolder folder, ClaimFile claim) {
        this.job = job;
        this.folder = folder;
        this.claim = claim;
    }

    /**
     * The checkpoints of a job that this one is forked from and that a run of this one trains again. They are owned with those
     * of this job, and deleted with them.
     *
     * @param number of the ancestor, from 0
     */
    public JobCheckpoints ofAncestor(int number, String ancestor) throws IOException {
        CheckpointFolder below = folder.ofAncestor(number);
        Files.createDirectories(below.path());
        return new JobCheckpoints(ancestor, below, claim);
    }

    /**
     * Takes the job over for a run, from whichever run has it, and counts the start. Reads no checkpoint, so that it costs
     * the same for a large job as for a small one.
     *
     * @param place the record that the run works on: starts of an earlier round do not count
     * @throws OutdatedRecordException if a run has worked on a later record of the job; nothing changes then
     */
    public Claim claim(String run, QueuePlace place, Instant now) throws IOException, OutdatedRecordException {
        Files.createDirectories(folder.path());
        Optional<QueuePlace> later = claim.read().map(Claim::place).filter(place::isBefore);
        if (later.isPresent()) {
            throw new OutdatedRecordException(job, place, later.get());
        }
        Optional<Claim> ended = claim.read().filter(Claim::hasEnded);
        if (ended.map(Claim::place).filter(place::isOfLaterRoundThan).isPresent()) {
            // What was kept is for longer jobs: a job that is queued again after its end is trained from its start.
            deleteKept();
        }
        int epoch = folder.epoch() + epochsOfAncestors();
        return claim.write(claim.read()
                .map(last -> last.next(run, epoch, place, now))
                .orElseGet(() -> Claim.first(run, epoch, place, now)));
    }

    /**
     * The checkpoint that the run that has claimed the job resumes from. Later ones, which are damaged, go.
     *
     * @throws DisownedException if another run has taken the job over
     */
    public Optional<Checkpoint> resume(String run) throws IOException, DisownedException {
        Claim owned = claim.require(run);
        Optional<Checkpoint> checkpoint = latest();
        int epoch = checkpoint.map(Checkpoint::epoch).orElse(0);
        claim.write(owned.holding(epoch + epochsOfAncestors()));
        for (Path document : folder.documents()) {
            if (CheckpointFolder.epochOf(document) > epoch) {
                Files.deleteIfExists(document);
            }
        }
        return checkpoint;
    }

    /** How often records of the job were begun to be read. */
    public RecordReadings readings() {
        return new RecordReadings(folder.path());
    }

    /** Loads of the job's dataset that ended with their process. */
    public UnfinishedLoads unfinishedLoads() {
        return new UnfinishedLoads(folder.path().resolve(LOADING));
    }

    /** Whether the job was claimed from another record than that of a time, and has not ended. */
    public boolean isOfAnotherRecord(Instant recordTime) throws IOException {
        return claim.read()
                .filter(last -> !last.hasEnded())
                .map(Claim::queuedAt)
                .filter(queuedAt -> !queuedAt.equals(recordTime))
                .isPresent();
    }

    /** Whether no other run has claimed the job since this one did. */
    public boolean isOwnedBy(String run) throws IOException {
        return claim.read().filter(last -> last.run().equals(run)).isPresent();
    }

    /** Keeps why a run failed, for the case that it is the last one to be tried. */
    public void recordFailure(String run, String error) throws IOException, DisownedException {
        claim.write(claim.require(run).failed(error));
    }

    /** Lets a start not count as fruitless: it ended, or waits, for reasons that are not the job's. */
    public Claim discount(String run) throws IOException, DisownedException {
        return claim.write(claim.require(run).discounted());
    }

    /** Counts a start that was discounted before: the run works again. */
    public Claim count(String run) throws IOException, DisownedException {
        return claim.write(claim.require(run).counted());
    }

    /** The last whole checkpoint. */
    public Optional<Checkpoint> latest() throws IOException {
        return latest(Integer.MAX_VALUE);
    }

    /** The last whole checkpoint that is not after an epoch. */
    public Optional<Checkpoint> latest(int most) throws IOException {
        for (Path document : folder.documents()) {
            if (CheckpointFolder.epochOf(document) > most) {
                continue;
            }
            try {
                return Optional.of(read(document));
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                LOG.log(
                        Level.WARNING,
                        "The checkpoint {0} is damaged, an earlier one is used: {1}",
                        document,
                        e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Writes a checkpoint and lets go of those before the last but one.
     *
     * @throws DisownedException if another run has taken the job over; nothing counts as written then
     */
    public void save(Checkpoint checkpoint) throws IOException, DisownedException {
        claim.require(checkpoint.run());
        StoredFile state =
                StoredFile.write(folder.tensors("state", checkpoint.epoch(), checkpoint.run()), checkpoint.state());
        if (checkpoint.bestWeights().isPresent()) {
            saveBest(checkpoint, checkpoint.bestWeights().get());
        }
        StoredFile epochs = epochFile(checkpoint.run()).write(checkpoint.epochs());
        claim.require(checkpoint.run());
        StoredFile.write(
                folder.document(checkpoint.epoch(), checkpoint.run()),
                Json.bytes(CheckpointDocument.of(checkpoint, epochs, state, best)));
        sweep(checkpoint.run());
    }

    /**
     * Deletes all checkpoints of a job whose end is in the log. Its claim stays, so that a record of it that is handed out
     * again is recognised.
     *
     * @param keepsLast whether the last checkpoint stays, too, for a longer job that continues from it
     * @throws DisownedException if another run has taken the job over; nothing is deleted then
     */
    public void end(String run, Instant now, boolean keepsLast) throws IOException, DisownedException {
        Claim ended = claim.require(run).ended(now);
        Set<String> kept = keepsLast ? folder.filesOfLatest(1) : new HashSet<>();
        kept.add(ClaimFile.NAME);
        folder.deleteAncestors();
        try {
            claim.write(ended);
        } catch (IOException full) {
            // Deleting takes no space, and makes some for the claim. Nothing is kept on a full disk.
            kept = Set.of(ClaimFile.NAME);
            folder.deleteAllBut(kept);
            claim.write(ended);
        }
        folder.deleteAllBut(kept);
    }

    /** The same, with no checkpoint kept. */
    public void end(String run, Instant now) throws IOException, DisownedException {
        end(run, now, false);
    }

    /** When the job ended, where its last checkpoint was kept. */
    Optional<Instant> keptSince() throws IOException {
        return folder.documents().isEmpty() ? Optional.empty() : claim.read().map(Claim::endedAt);
    }

    /** Deletes the last checkpoint of a job that has ended. */
    void deleteKept() throws IOException {
        folder.deleteAllBut(Set.of(ClaimFile.NAME, RecordReadings.NAME, LOADING));
    }

    /** Bytes of the files of the last checkpoint, which {@link #end} can keep. */
    public long lastBytes() throws IOException {
        return folder.bytes(folder.filesOfLatest(1));
    }

    @Override
    public String toString() {
        return folder.path().toString();
    }

    /** Bytes of all checkpoints. */
    public long bytes() throws IOException {
        return folder.bytes();
    }

    /** Whether the job was claimed and has not ended since, as far as is known here. */
    public boolean isUnfinished() throws IOException {
        return claim.read().filter(last -> !last.hasEnded()).isPresent();
    }

    /**
     * Deletes all that is kept of a job that ended before a time, or of one that nobody has worked on since another time.
     *
     * @return what was deleted, or would be
     */
    Optional<Deletion> deleteIfOlder(Instant endedBefore, Instant untouchedSince, Sweep.Mode mode) throws IOException {
        Optional<Instant> endedAt = claim.read().map(Claim::endedAt);
        boolean isOld = endedAt.isPresent()
                ? endedAt.get().isBefore(endedBefore)
                : folder.lastWritten().isBefore(untouchedSince);
        if (!isOld) {
            return Optional.empty();
        }
        long bytes = folder.bytes();
        if (mode == Sweep.Mode.DELETE) {
            folder.delete();
        }
        String reason =
                endedAt.isPresent() ? "the job ended at " + endedAt.get() : "the job has not been run for a long time";
        return Optional.of(new Deletion(job, bytes, reason));
    }

    /** Epochs of jobs that this one is forked from which were trained again: each is progress of this job. */
    private int epochsOfAncestors() throws IOException {
        int epochs = 0;
        for (CheckpointFolder ancestor : folder.ofAncestors()) {
            epochs += ancestor.epoch();
        }
        return epochs;
    }

    /** The best epoch's weights stay the same for many epochs: they are written once. */
    private void saveBest(Checkpoint checkpoint, SortedMap<String, Tensor> weights) throws IOException {
        Path file = folder.tensors("best", checkpoint.best().bestEpoch(), checkpoint.run());
        if (best.filter(stored -> stored.name().equals(file.getFileName().toString()))
                .isEmpty()) {
            best = Optional.of(StoredFile.write(file, weights));
        }
    }

    /** A run that resumes begins a file of its own with the epochs that it found. */
    private EpochFile epochFile(String run) {
        EpochFile file = epochFile.filter(each -> each.isOf(run)).orElseGet(() -> new EpochFile(folder.path(), run));
        epochFile = Optional.of(file);
        return file;
    }

    private Checkpoint read(Path document) throws IOException {
        CheckpointDocument json = CheckpointFolder.read(document);
        if (!json.isReadable() || !json.job().equals(job)) {
            throw new IOException("it is of job " + json.job() + " in format " + json.format() + "; expected job " + job
                    + " in format " + CheckpointDocument.FORMAT + " or before");
        }
        StoredFile bestFile = json.bestWeights();
        return json.with(
                folder.path(),
                json.state().read(folder.path(), Safetensors::read),
                bestFile == null ? Optional.empty() : Optional.of(bestFile.read(folder.path(), Safetensors::read)));
    }

    private void sweep(String run) throws IOException, DisownedException {
        Set<String> needed = folder.filesOfLatest(KEPT);
        needed.addAll(Set.of(ClaimFile.NAME, RecordReadings.NAME, LOADING));
        List<Path> files = folder.files();
        // A successor writes after its claim: where this run still owns the job, none of its files is listed.
        claim.require(run);
        CheckpointFolder.deleteAllBut(needed, files);
    }
}
