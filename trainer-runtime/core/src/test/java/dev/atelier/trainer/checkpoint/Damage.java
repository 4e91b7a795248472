package dev.atelier.trainer.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a disk can do to a file. */
enum Damage {
    CUT {
        @Override
        void to(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 1);
            }
        }
    },
    ALTERED {
        @Override
        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 0x55;
            Files.write(file, bytes);
        }
    },
    EMPTY {
        @Override
        void to(Path file) throws IOException {
            Files.write(file, new byte[0]);
        }
    },
    GONE {
        @Override
        void to(Path file) throws IOException {
            Files.delete(file);
        }
    };

    abstract void to(Path file) throws IOException;
}
