package dev.atelier.dataset.publishing.source;

import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.IdxFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Finds a dataset's four files and checks them: the resources of the service, then the folders in their order, the cache,
 * the download, Debian's package. A place that lacks a file is skipped; a place whose files are damaged or not the
 * expected ones is skipped with a warning. Nothing is returned that does not have the pinned digests. Several processes
 * may share a cache: one at a time fetches into it, and the others use what it fetched.
 */
public final class DatasetFinder {
    private static final Logger LOG = Logger.getLogger(DatasetFinder.class);

    private final DatasetDownload download;
    private final DebianPackage packages;

    public DatasetFinder(DatasetDownload download, InstantSource clock) {
        this(download, DebianPackage.onPath(clock));
    }

    DatasetFinder(DatasetDownload download, DebianPackage packages) {
        this.download = download;
        this.packages = packages;
    }

    /**
     * Returns the dataset from the first place that has it.
     *
     * @throws DatasetException if no place has it; the message names the cause for each place. It is passing where one of
     *     them may have it and this machine cannot read or keep it now
     */
    public Dataset find(DatasetDefinition definition) throws DatasetException {
        List<String> reasons = new ArrayList<>();
        Optional<DatasetException> passing = Optional.empty();
        for (Place place : places(definition)) {
            try {
                Map<DatasetFile, IdxFile> files = place.files();
                Dataset dataset = new DatasetFileCheck(definition).read(files, place.origin());
                LOG.infof("Dataset %s read from %s", definition.name(), place.origin());
                return dataset;
            } catch (MissingFile e) {
                reasons.add(place.origin() + " has no " + e.getMessage());
            } catch (DatasetException e) {
                LOG.warnf("Dataset %s: %s", definition.name(), e.sentence());
                reasons.add(e.sentence());
                passing = e.isPassing() ? Optional.of(e) : passing;
            }
        }
        String sentence = "Dataset " + definition.name() + " was not found: " + String.join("; ", reasons);
        throw passing.map(cause -> new DatasetException(sentence, cause, true))
                .orElseGet(() -> new DatasetException(sentence));
    }

    private List<Place> places(DatasetDefinition definition) {
        List<Place> places = new ArrayList<>();
        definition
                .resources()
                .ifPresent(folder ->
                        places.add(new Place("the resources of the service", () -> inResources(definition, folder))));
        for (Path folder : definition.folders()) {
            places.add(new Place(folder.toString(), () -> inFolder(definition, folder)));
        }
        if (definition.isFetchable()) {
            Path cache = definition.cache();
            places.add(new Place(cache.toString(), () -> inFolder(definition, cache)));
            definition
                    .download()
                    .ifPresent(
                            address -> places.add(new Place(address.toString(), () -> download(definition, address))));
            definition
                    .debianPackage()
                    .ifPresent(
                            name -> places.add(new Place("Debian's package " + name, () -> unpack(definition, name))));
        }
        return places;
    }

    private Map<DatasetFile, IdxFile> download(DatasetDefinition definition, URI address)
            throws MissingFile, DatasetException {
        Path cache = definition.cache();
        try (CacheLock held = CacheLock.acquire(cache)) {
            for (var file : definition.files().entrySet()) {
                String name = file.getValue() + ".gz";
                if (!isIntact(definition, file.getKey(), cache.resolve(name))) {
                    download.fetch(address.resolve(name), cache.resolve(name));
                }
                deleteUncompressed(cache.resolve(file.getValue()));
            }
            return inFolder(definition, cache);
        }
    }

    /** It would be read instead of what was downloaded. */
    private static void deleteUncompressed(Path file) throws DatasetException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be deleted: %s".formatted(file, e), e, true);
        }
    }

    private Map<DatasetFile, IdxFile> unpack(DatasetDefinition definition, String name)
            throws MissingFile, DatasetException {
        Path cache = definition.cache();
        try (CacheLock held = CacheLock.acquire(cache)) {
            if (!isIntact(definition, cache)) {
                packages.fetch(name, definition.files().values(), cache);
            }
            return inFolder(definition, cache);
        }
    }

    private static Map<DatasetFile, IdxFile> inFolder(DatasetDefinition definition, Path folder) throws MissingFile {
        Map<DatasetFile, IdxFile> found = new EnumMap<>(DatasetFile.class);
        for (var entry : definition.files().entrySet()) {
            String name = entry.getValue();
            Path path = Optional.of(folder.resolve(name))
                    .filter(Files::isRegularFile)
                    .or(() -> Optional.of(folder.resolve(name + ".gz")).filter(Files::isRegularFile))
                    .orElseThrow(() -> new MissingFile(name + "[.gz]"));
            found.put(entry.getKey(), IdxFile.at(path));
        }
        return found;
    }

    private static Map<DatasetFile, IdxFile> inResources(DatasetDefinition definition, String folder) {
        Map<DatasetFile, IdxFile> found = new EnumMap<>(DatasetFile.class);
        for (var entry : definition.files().entrySet()) {
            String resource = folder + "/" + entry.getValue() + ".gz";
            found.put(entry.getKey(), new IdxFile(resource, () -> open(resource)));
        }
        return found;
    }

    private static InputStream open(String resource) throws IOException {
        InputStream stream = DatasetFinder.class.getClassLoader().getResourceAsStream(resource);
        if (stream == null) {
            throw new FileNotFoundException("no such resource on the class path");
        }
        return stream;
    }

    /** Whether another process has fetched all of it in the meantime. */
    private static boolean isIntact(DatasetDefinition definition, Path folder) {
        try {
            for (var found : inFolder(definition, folder).entrySet()) {
                new DatasetFileCheck(definition).requireDigest(found.getKey(), found.getValue());
            }
            return true;
        } catch (MissingFile | DatasetException e) {
            return false;
        }
    }

    /** Whether an earlier download can stay: readable, and the pinned content where there is one. */
    private static boolean isIntact(DatasetDefinition definition, DatasetFile file, Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try {
            new DatasetFileCheck(definition).requireDigest(file, IdxFile.at(path));
            return true;
        } catch (DatasetException e) {
            return false;
        }
    }

    private record Place(String origin, Lookup lookup) {
        Map<DatasetFile, IdxFile> files() throws MissingFile, DatasetException {
            return lookup.files();
        }
    }

    private interface Lookup {
        Map<DatasetFile, IdxFile> files() throws MissingFile, DatasetException;
    }

    /** The place lacks a file; the message is the file's name. */
    private static final class MissingFile extends Exception {
        private static final long serialVersionUID = 1L;

        MissingFile(String name) {
            super(name);
        }
    }
}
