package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a job's checkpoints, and how the files in it are named: by what they hold, the epoch and the run. */
record CheckpointFolder(Path path) {
    private static final System.Logger LOG = System.getLogger(CheckpointFolder.class.getName());
    private static final String DOCUMENT = ".checkpoint.json";
    private static final String TENSORS = ".safetensors";
    private static final String ANCESTOR = "ancestor-";
    private static final Pattern DOCUMENT_NAME = Pattern.compile("epoch-\\d+-.+\\.checkpoint\\.json");

    /** The file of tensors of an epoch of a run. */
    Path tensors(String what, int epoch, String run) {
        return path.resolve(name(what, epoch, run, TENSORS));
    }

    /** The document of the checkpoint of an epoch of a run. */
    Path document(int epoch, String run) {
        return path.resolve(name("epoch", epoch, run, DOCUMENT));
    }

    /** All documents, that of the latest epoch first. */
    List<Path> documents() throws IOException {
        return files().stream()
                .filter(file ->
                        DOCUMENT_NAME.matcher(file.getFileName().toString()).matches())
                .sorted(Comparator.<Path, String>comparing(
                                file -> file.getFileName().toString())
                        .reversed())
                .toList();
    }

    static CheckpointDocument read(Path document) throws IOException {
        return Json.read(Files.readAllBytes(document), CheckpointDocument.class);
    }

    static int epochOf(Path document) {
        return Integer.parseInt(document.getFileName().toString().split("-", 3)[1]);
    }

    /** Number of the last epoch that has a document; 0 where none has. */
    int epoch() throws IOException {
        List<Path> documents = documents();
        return documents.isEmpty() ? 0 : epochOf(documents.getFirst());
    }

    /** The folder of the checkpoints of a job that this one is forked from. */
    CheckpointFolder ofAncestor(int number) {
        return new CheckpointFolder(path.resolve(ANCESTOR + number));
    }

    /** The folders of all of them. */
    List<CheckpointFolder> ofAncestors() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(path)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(ANCESTOR))
                    .map(CheckpointFolder::new)
                    .toList();
        }
    }

    List<Path> files() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** The names of the latest documents and of all files that they name, as far as they can be read. */
    Set<String> filesOfLatest(int count) throws IOException {
        Set<String> names = new HashSet<>();
        List<Path> documents = documents();
        for (Path document : documents.subList(0, Math.min(count, documents.size()))) {
            names.add(document.getFileName().toString());
            try {
                read(document).files().forEach(names::add);
            } catch (IOException | UncheckedIOException e) {
                LOG.log(Level.WARNING, "The checkpoint {0} is damaged: {1}", document, e.getMessage());
            }
        }
        return names;
    }

    /** Bytes of the files that have one of these names. */
    long bytes(Set<String> names) throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += names.contains(file.getFileName().toString()) ? Files.size(file) : 0;
        }
        return bytes;
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        for (CheckpointFolder ancestor : ofAncestors()) {
            bytes += ancestor.bytes();
        }
        return bytes;
    }

    /** Deletes the folder with all files in it. */
    void delete() throws IOException {
        deleteAncestors();
        deleteAllBut(Set.of());
        Files.deleteIfExists(path);
    }

    /** Deletes the checkpoints of jobs that this one is forked from. */
    void deleteAncestors() throws IOException {
        for (CheckpointFolder ancestor : ofAncestors()) {
            ancestor.delete();
        }
    }

    /** Deletes the files that have other names. */
    void deleteAllBut(Set<String> names) throws IOException {
        deleteAllBut(names, files());
    }

    /** Deletes those of some files that have other names. */
    static void deleteAllBut(Set<String> names, List<Path> files) throws IOException {
        for (Path file : files) {
            if (!names.contains(file.getFileName().toString())) {
                Files.deleteIfExists(file);
            }
        }
    }

    Instant lastWritten() throws IOException {
        Instant latest = Files.getLastModifiedTime(path).toInstant();
        for (Path file : files()) {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            latest = written.isAfter(latest) ? written : latest;
        }
        return latest;
    }

    private static String name(String what, int epoch, String run, String ending) {
        return "%s-%06d-%s%s".formatted(what, epoch, run, ending);
    }
}
