package dev.atelier.dataset.publishing.source;

import dev.atelier.contracts.Sha256;
import dev.atelier.dataset.publishing.idx.DatasetException;
import dev.atelier.dataset.publishing.idx.IdxFile;
import dev.atelier.dataset.publishing.idx.IdxImages;
import dev.atelier.dataset.publishing.idx.IdxLabels;
import dev.atelier.dataset.publishing.idx.ImageSet;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** Checks a dataset's files against its definition, above all against the digests that it pins. */
record DatasetFileCheck(DatasetDefinition definition) {
    /**
     * Reads all four files through.
     *
     * @param origin where they were found
     * @throws DatasetException if one of them is damaged, is not the pinned one, or does not fit the others
     */
    Dataset read(Map<DatasetFile, IdxFile> files, String origin) throws DatasetException {
        ImageSet train = read(files, DatasetFile.TRAIN_IMAGES, DatasetFile.TRAIN_LABELS);
        ImageSet test = read(files, DatasetFile.TEST_IMAGES, DatasetFile.TEST_LABELS);
        if (train.rows() != test.rows() || train.columns() != test.columns()) {
            throw new DatasetException("%s: training images are %d × %d, but test images %d × %d; expected one size"
                    .formatted(origin, train.rows(), train.columns(), test.rows(), test.columns()));
        }
        return new Dataset(definition.name(), definition.classes(), train, test, origin);
    }

    /**
     * Requires that a file can be read and has the pinned content, where one is pinned.
     *
     * @throws DatasetException if not
     */
    void requireDigest(DatasetFile file, IdxFile content) throws DatasetException {
        String sha256 = file.isImages()
                ? IdxImages.check(content, Sha256.create()).sha256()
                : IdxLabels.check(content, Sha256.create()).sha256();
        requireDigest(file, content, sha256);
    }

    private ImageSet read(Map<DatasetFile, IdxFile> files, DatasetFile imagesFile, DatasetFile labelsFile)
            throws DatasetException {
        MessageDigest content = Sha256.create();
        IdxImages images = IdxImages.check(require(files, imagesFile), content);
        requireDigest(imagesFile, images.file(), images.sha256());
        IdxLabels labels = IdxLabels.check(require(files, labelsFile), content);
        requireDigest(labelsFile, labels.file(), labels.sha256());
        return ImageSet.of(images, labels, content, definition.classes().size());
    }

    private static IdxFile require(Map<DatasetFile, IdxFile> files, DatasetFile file) {
        return Optional.ofNullable(files.get(file)).orElseThrow();
    }

    private void requireDigest(DatasetFile file, IdxFile content, String sha256) throws DatasetException {
        String expected = definition.sha256().getOrDefault(file, sha256);
        if (!expected.equals(sha256)) {
            throw new DatasetException(
                    "%s is not the %s of %s: its uncompressed content has the SHA-256 %s; expected %s"
                            .formatted(content.name(), file.key(), definition.name(), sha256, expected));
        }
    }
}
