package dev.atelier.dataset.publishing.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Programs that stand in for {@code apt-get} and {@code dpkg-deb}: they keep a list of their calls, and hand out a folder
 * as a package provided that the index in use knows it.
 */
final class FakeApt {
    /** Which index knows the package. */
    enum Index {
        MACHINES,
        OWN,
        NONE
    }

    private final Path folder;

    FakeApt(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        program("apt-get", """
                here=$(dirname "$0")
                printf '%s\\n' "$*" >>"$here/calls"
                known=$(cat "$here/index")
                index=MACHINES
                action=
                for argument in "$@"; do
                  case $argument in
                    */apt.conf) cp "$argument" "$here/configuration" ;;
                    Dir::State=*) index=OWN ;;
                    update | download) action=$argument ;;
                  esac
                done
                case $action in
                  update) [ "$known" = OWN ] || exit 100 ;;
                  download)
                    [ "$known" = "$index" ] || exit 100
                    printf '%s' "$here/content" >"${argument}_1_all.deb"
                    ;;
                esac
                """);
        program("dpkg-deb", """
                [ "$1" = -x ] || exit 2
                cp -R "$(cat "$2")/." "$3"
                """);
        knows(Index.MACHINES);
    }

    /** Where the programs are. */
    Path programs() {
        return folder;
    }

    void knows(Index index) throws IOException {
        Files.writeString(folder.resolve("index"), index.name());
    }

    /** What the package holds: contents by path. */
    void offer(Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = content().resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The folder whose content the package is. */
    Path content() {
        return folder.resolve("content");
    }

    /** The arguments of each call of {@code apt-get}. */
    List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** The configuration file of the last call. */
    String configuration() throws IOException {
        return Files.readString(folder.resolve("configuration"));
    }

    private void program(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
