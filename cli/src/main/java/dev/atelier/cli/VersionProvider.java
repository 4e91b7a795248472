package dev.atelier.cli;

import dev.atelier.contracts.Platform;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Atelier " + Platform.version() + " (" + Platform.commit() + ")"};
    }
}
