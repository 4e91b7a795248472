package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a job's checkpoints, and how the files in it are named: by what they hold, the epoch and the run. */
record CheckpointFolder(Path path) {
    private static final String DOCUMENT = ".checkpoint.json";
    private static final String TENSORS = ".safetensors";
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

    List<Path> files() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile).toList();
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
