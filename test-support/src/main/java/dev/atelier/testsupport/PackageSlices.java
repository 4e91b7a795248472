package dev.atelier.testsupport;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Each package below a module's own package is a slice. */
record PackageSlices(String module) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass each) {
        String name = each.getPackageName();
        return name.equals(module) || name.startsWith(module + ".")
                ? SliceIdentifier.of(name)
                : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
        return "the packages of " + module;
    }
}
