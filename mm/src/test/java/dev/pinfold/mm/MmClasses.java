package dev.pinfold.mm;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** The compiled classes of this module, as the tests of its architecture read them; imported once. */
final class MmClasses {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.pinfold.mm");
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("dev.pinfold.mm");

    private MmClasses() {}

    /** What the module ships. */
    static JavaClasses production() {
        return PRODUCTION;
    }

    /** The same together with the module's tests, among them the planted offenders. */
    static JavaClasses all() {
        return ALL;
    }
}
