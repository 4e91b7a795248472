package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.json.Json;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.retention.Deletion;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one job. The last two are kept, each a JSON document, the files of tensors and the part of the
 * file of epochs that it names with their digests; what one costs does not depend on the number of epochs. A damaged one is recognised and passed over with a warning. One run at a time owns them: a later run's
 * claim ends an earlier one's right to write, and as the names of files carry the run, a run that was replaced without
 * noticing cannot spoil what its successor writes. Used by one thread at a time.
 */
public final class JobCheckpoints {
    private static final System.Logger LOG = System.getLogger(JobCheckpoints.class.getName());
    private static final String CLAIM = "claim.json";
    private static final String DOCUMENT = ".checkpoint.json";
    private static final String TENSORS = ".safetensors";
    private static final String READING = "reading.json";
    private static final String LOADING = "loading.json";
    private static final int KEPT = 2;

    private final String job;
    private final Path folder;
    private Optional<StoredFile> best = Optional.empty();
    private Optional<EpochFile> epochFile = Optional.empty();

    /** How often a record was begun to be read. */
    private record Reading(@Nullable Instant record, int count) {}

    JobCheckpoints(String job, Path folder) {
        this.job = job;
        this.folder = folder;
    }

    /**
     * Takes the job over for a run, from whichever run has it, and counts the start. Reads no checkpoint, so that it costs
     * the same for a large job as for a small one.
     *
     * @param place the record that the run works on: starts of an earlier round do not count
     * @throws OutdatedRecordException if a run has worked on a later record of the job; nothing changes then
     */
    public Claim claim(String run, QueuePlace place, Instant now) throws IOException, OutdatedRecordException {
        Files.createDirectories(folder);
        Optional<QueuePlace> later = owner().map(Claim::place).filter(place::isBefore);
        if (later.isPresent()) {
            throw new OutdatedRecordException(job, place, later.get());
        }
        List<Path> documents = documents();
        int epoch = documents.isEmpty() ? 0 : epochOf(documents.getFirst());
        Claim claim = owner().map(last -> last.next(run, epoch, place, now))
                .orElseGet(() -> Claim.first(run, epoch, place, now));
        write(claim);
        return claim;
    }

    /**
     * The checkpoint that the run that has claimed the job resumes from. Later ones, which are damaged, go.
     *
     * @throws DisownedException if another run has taken the job over
     */
    public Optional<Checkpoint> resume(String run) throws IOException, DisownedException {
        Claim claim = requireOwner(run);
        Optional<Checkpoint> checkpoint = latest();
        int epoch = checkpoint.map(Checkpoint::epoch).orElse(0);
        write(claim.holding(epoch));
        for (Path document : documents()) {
            if (epochOf(document) > epoch) {
                Files.deleteIfExists(document);
            }
        }
        return checkpoint;
    }

    /**
     * Counts that a record of the job is about to be read, which no run needs to own the job for.
     *
     * @param recordTime tells the record from others of the job
     * @return how often this record has been begun to be read since that last came to its end, this time included
     */
    public int beginReading(Instant recordTime) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(READING);
        int before = 0;
        if (Files.exists(file)) {
            try {
                Reading last = Json.read(Files.readAllBytes(file), Reading.class);
                before = recordTime.equals(last.record()) ? last.count() : 0;
            } catch (UncheckedIOException e) {
                LOG.log(Level.WARNING, "{0} is damaged and counts as absent: {1}", file, e.getMessage());
            }
        }
        StoredFile.write(file, Json.bytes(new Reading(recordTime, before + 1)));
        return before + 1;
    }

    /** Puts down that reading came to its end, and leaves no folder behind for what is no job. */
    public void endReading() throws IOException {
        Files.deleteIfExists(folder.resolve(READING));
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException claimed) {
            // The job has been worked on before.
        }
    }

    /** Loads of the job's dataset that ended with their process. */
    public UnfinishedLoads unfinishedLoads() {
        return new UnfinishedLoads(folder.resolve(LOADING));
    }

    /** Whether the job was claimed from another record than that of a time, and has not ended. */
    public boolean isOfAnotherRecord(Instant recordTime) throws IOException {
        return owner().filter(claim -> !claim.hasEnded())
                .map(Claim::queuedAt)
                .filter(queuedAt -> !queuedAt.equals(recordTime))
                .isPresent();
    }

    /** Whether no other run has claimed the job since this one did. */
    public boolean isOwnedBy(String run) throws IOException {
        return owner().filter(claim -> claim.run().equals(run)).isPresent();
    }

    /** Keeps why a run failed, for the case that it is the last one to be tried. */
    public void recordFailure(String run, String error) throws IOException, DisownedException {
        write(requireOwner(run).failed(error));
    }

    /** Lets a start not count as fruitless: it ended, or waits, for reasons that are not the job's. */
    public Claim discount(String run) throws IOException, DisownedException {
        return written(requireOwner(run).discounted());
    }

    /** Counts a start that was discounted before: the run works again. */
    public Claim count(String run) throws IOException, DisownedException {
        return written(requireOwner(run).counted());
    }

    /** The last whole checkpoint. */
    public Optional<Checkpoint> latest() throws IOException {
        for (Path document : documents()) {
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
        requireOwner(checkpoint.run());
        StoredFile state = StoredFile.write(
                folder.resolve(name("state", checkpoint.epoch(), checkpoint.run(), TENSORS)), checkpoint.state());
        if (checkpoint.bestWeights().isPresent()) {
            saveBest(checkpoint, checkpoint.bestWeights().get());
        }
        StoredFile epochs = epochFile(checkpoint.run()).write(checkpoint.epochs());
        requireOwner(checkpoint.run());
        StoredFile.write(
                folder.resolve(name("epoch", checkpoint.epoch(), checkpoint.run(), DOCUMENT)),
                Json.bytes(CheckpointDocument.of(checkpoint, epochs, state, best)));
        sweep(checkpoint.run());
    }

    /**
     * Deletes all checkpoints of a job whose end is in the log. Its claim stays, so that a record of it that is handed out
     * again is recognised.
     *
     * @throws DisownedException if another run has taken the job over; nothing is deleted then
     */
    public void end(String run, Instant now) throws IOException, DisownedException {
        Claim ended = requireOwner(run).ended(now);
        try {
            write(ended);
        } catch (IOException full) {
            // Deleting takes no space, and makes some for the claim.
            deleteAllButTheClaim();
            write(ended);
        }
        deleteAllButTheClaim();
    }

    private void deleteAllButTheClaim() throws IOException {
        for (Path file : files()) {
            if (!file.getFileName().toString().equals(CLAIM)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Whether somebody has claimed the job and it has not ended since, as far as is known here. */
    public boolean isUnfinished() throws IOException {
        return owner().filter(claim -> !claim.hasEnded()).isPresent();
    }

    /**
     * Deletes all that is kept of a job that ended before a time, or of one that nobody has worked on since another time.
     *
     * @return what was deleted, or would be
     */
    Optional<Deletion> deleteIfOlder(Instant endedBefore, Instant untouchedSince, Sweep.Mode mode) throws IOException {
        Optional<Instant> endedAt = owner().map(Claim::endedAt);
        boolean isOld = endedAt.isPresent()
                ? endedAt.get().isBefore(endedBefore)
                : lastWritten().isBefore(untouchedSince);
        if (!isOld) {
            return Optional.empty();
        }
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
            if (mode == Sweep.Mode.DELETE) {
                Files.deleteIfExists(file);
            }
        }
        if (mode == Sweep.Mode.DELETE) {
            Files.deleteIfExists(folder);
        }
        String reason =
                endedAt.isPresent() ? "the job ended at " + endedAt.get() : "nobody has worked on the job for long";
        return Optional.of(new Deletion(job, bytes, reason));
    }

    private Instant lastWritten() throws IOException {
        Instant latest = Files.getLastModifiedTime(folder).toInstant();
        for (Path file : files()) {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            latest = written.isAfter(latest) ? written : latest;
        }
        return latest;
    }

    /** The best epoch's weights stay the same for many epochs: they are written once. */
    private void saveBest(Checkpoint checkpoint, SortedMap<String, Tensor> weights) throws IOException {
        String name = name("best", checkpoint.best().bestEpoch(), checkpoint.run(), TENSORS);
        if (best.filter(file -> file.name().equals(name)).isEmpty()) {
            best = Optional.of(StoredFile.write(folder.resolve(name), weights));
        }
    }

    /** A run that resumes begins a file of its own with the epochs that it found. */
    private EpochFile epochFile(String run) {
        EpochFile file = epochFile.filter(each -> each.isOf(run)).orElseGet(() -> new EpochFile(folder, run));
        epochFile = Optional.of(file);
        return file;
    }

    private Checkpoint read(Path document) throws IOException {
        CheckpointDocument json = document(document);
        if (!json.isReadable() || !json.job().equals(job)) {
            throw new IOException("it is of job " + json.job() + " in format " + json.format() + "; expected job " + job
                    + " in format " + CheckpointDocument.FORMAT + " or before");
        }
        StoredFile bestFile = json.bestWeights();
        return json.with(
                folder,
                json.state().read(folder, Safetensors::read),
                bestFile == null ? Optional.empty() : Optional.of(bestFile.read(folder, Safetensors::read)));
    }

    private void sweep(String run) throws IOException, DisownedException {
        List<Path> documents = documents();
        Set<String> needed = new HashSet<>(Set.of(CLAIM, READING, LOADING));
        for (Path document : documents.subList(0, Math.min(KEPT, documents.size()))) {
            needed.add(document.getFileName().toString());
            try {
                document(document).files().forEach(needed::add);
            } catch (IOException | UncheckedIOException e) {
                LOG.log(Level.WARNING, "The checkpoint {0} is damaged: {1}", document, e.getMessage());
            }
        }
        List<Path> files = files();
        // A successor writes after its claim: where this run still owns the job, none of its files is listed.
        requireOwner(run);
        for (Path file : files) {
            if (!needed.contains(file.getFileName().toString())) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Claim requireOwner(String run) throws IOException, DisownedException {
        Claim claim = owner().orElseThrow(() -> new DisownedException(job, run, "none"));
        if (!claim.run().equals(run)) {
            throw new DisownedException(job, run, claim.run());
        }
        return claim;
    }

    private Optional<Claim> owner() throws IOException {
        try {
            return Optional.of(Json.read(Files.readAllBytes(folder.resolve(CLAIM)), Claim.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UncheckedIOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} is damaged, the job counts as unclaimed: {1}",
                    folder.resolve(CLAIM),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private Claim written(Claim claim) throws IOException {
        write(claim);
        return claim;
    }

    private void write(Claim claim) throws IOException {
        StoredFile.write(folder.resolve(CLAIM), Json.bytes(claim));
    }

    /** The latest epoch first. */
    private List<Path> documents() throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().matches("epoch-\\d+-.+\\.checkpoint\\.json"))
                .sorted(Comparator.<Path, String>comparing(
                                file -> file.getFileName().toString())
                        .reversed())
                .toList();
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static CheckpointDocument document(Path file) throws IOException {
        return Json.read(Files.readAllBytes(file), CheckpointDocument.class);
    }

    private static String name(String what, int epoch, String run, String ending) {
        return "%s-%06d-%s%s".formatted(what, epoch, run, ending);
    }

    private static int epochOf(Path document) {
        return Integer.parseInt(document.getFileName().toString().split("-", 3)[1]);
    }
}
