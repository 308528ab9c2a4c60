package org.lookalike.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lookalike.cli.Lookalike;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.platform.lifecycle.ServiceRunner;
import org.lookalike.standalone.system.Services;

/** The rules that the modules' shape rests on, over the production classes of all of them. */
class ArchitectureTest {
    private static final String OURS = "org.lookalike";
    private static final List<String> SERVICES =
            Services.ALL.stream().map(ServiceDescriptor::name).toList();
    /** Where a class was loaded from: a module's jar, or its folder in the build. */
    private static final Pattern MODULE = Pattern.compile("/lookalike-([a-z]+)-[^/]*\\.jar|/([a-z]+)/target/classes/");
    /** Written by Avro's compiler. */
    private static final String GENERATED = "org.lookalike.events";

    private static JavaClasses production;

    @BeforeAll
    static void read() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("testkit") && !location.contains("-tests.jar"))
                .importPackages(OURS);
    }

    @Test
    void everyModuleIsSeen() {
        assertThat(production.stream().map(JavaClass::getPackageName).map(ArchitectureTest::module))
                .contains(
                        "schemas",
                        "platform",
                        "imaging",
                        "encoding",
                        "latent",
                        "vectorstore",
                        "embedded",
                        "client",
                        "admin",
                        "cli",
                        "lab",
                        "standalone")
                .containsAll(SERVICES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(OURS + ".(**)").should().beFreeOfCycles().check(production);
    }

    @ParameterizedTest
    @CsvSource({
        "io.milvus.., org.lookalike.vectorstore.milvus",
        "ai.djl.., org.lookalike.encoding.onnx",
        "ai.onnxruntime.., org.lookalike.encoding.onnx",
        "org.opencv.., org.lookalike.imaging.decode.opencv",
        "org.bytedeco.opencv.., org.lookalike.imaging.decode.opencv",
        "org.bytedeco.openblas.., org.lookalike.latent..",
        "org.apache.commons.statistics.., org.lookalike.latent..",
        "com.carrotsearch.hppc.., org.lookalike.audit.erase",
        "software.amazon.awssdk.., org.lookalike.imaging.store",
        "io.confluent.., org.lookalike.platform.avro",
        "kafka.server.., org.lookalike.embedded.kafka",
        "org.apache.parquet.., org.lookalike.cli.export",
        "org.apache.kafka.streams.., org.lookalike.(refit|audit|streams).."
    })
    void aForeignLibraryIsKnownToOnePackage(String library, String home) {
        // The client is an application's library and stands on Confluent's serializers by itself.
        noClasses()
                .that()
                .resideOutsideOfPackages(home, library.startsWith("io.confluent") ? "org.lookalike.client" : home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(production);
    }

    @Test
    void onlyTheVectorStoreKnowsThatItIsMilvus() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.lookalike.vectorstore..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.lookalike.vectorstore.milvus..")
                .check(production);
    }

    /**
     * Modules, and those that they must not know: {@code schemas <- libs <- services <- standalone} and {@code libs <- cli <-
     * lab <- standalone}.
     */
    static Stream<Arguments> directions() {
        Stream<Arguments> services = SERVICES.stream()
                .map(service -> arguments(
                        Set.of(service),
                        union(SERVICES, Set.of("cli", "lab", "standalone", "embedded")).stream()
                                .filter(other -> !other.equals(service))
                                .collect(Collectors.toSet())));
        return Stream.concat(
                services,
                Stream.of(
                        arguments(libraries(), union(SERVICES, Set.of("cli", "lab", "standalone"))),
                        arguments(Set.of("cli"), union(SERVICES, Set.of("embedded", "encoding", "lab", "standalone"))),
                        arguments(Set.of("lab"), union(SERVICES, Set.of("embedded", "standalone")))));
    }

    @ParameterizedTest
    @MethodSource("directions")
    void modulesKnowOnlyWhatLiesBelowThem(Set<String> modules, Set<String> above) {
        noClasses()
                .that()
                .resideInAnyPackage(packages(modules))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(above))
                .check(production);
    }

    /** Else a module could reach into another one's packages, or two jars split a package. */
    @Test
    void aClassLivesInTheModuleThatItsPackageNames() {
        Map<String, String> astray = new TreeMap<>();
        for (JavaClass type : production) {
            Matcher source =
                    MODULE.matcher(type.getSource().orElseThrow().getUri().toString());
            assertThat(source.find()).as(type.getName()).isTrue();
            String lives = source.group(1) == null ? source.group(2) : source.group(1);
            String home = type.getPackageName().equals(GENERATED) ? "schemas" : module(type.getPackageName());
            if (!lives.equals(home)) {
                astray.put(type.getName(), lives);
            }
        }
        assertThat(astray).isEmpty();
    }

    @Test
    void whatOperatorsReadIsValuesAndNotText() {
        noClasses()
                .that()
                .resideInAPackage("org.lookalike.admin..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(production);
    }

    @Test
    void onlyCommandsKnowPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(Set.of("cli", "lab", "standalone")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(production);
    }

    /** The class path that {@code ./lookalike} runs the command line with is without these jars. */
    @Test
    void theCommandLineReachesNoNativeMaths() {
        noClasses()
                .that()
                .resideInAPackage("org.lookalike.cli..")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "ai.onnxruntime..", "ai.djl..", "org.rocksdb..", "kafka.server..")
                .check(production);
    }

    @Test
    void onlyTheRunnersEndTheJvm() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(ServiceRunner.class, Lookalike.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .check(production);
    }

    @Test
    void concreteClassesAreFinal() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .resideOutsideOfPackage(GENERATED)
                .and()
                .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(production);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : production) {
            JavaPackage home = type.getPackage();
            if (!home.getName().equals(GENERATED)
                    && home.tryGetPackageInfo()
                            .filter(info -> info.isAnnotatedWith(NullMarked.class))
                            .isEmpty()) {
                unmarked.add(home.getName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    /** Every module but services, commands and the client, which is an application's library. */
    private static Set<String> libraries() {
        Set<String> libraries = production.stream()
                .map(type -> module(type.getPackageName()))
                .collect(Collectors.toCollection(TreeSet::new));
        libraries.removeAll(union(SERVICES, Set.of("cli", "lab", "standalone")));
        return libraries;
    }

    private static Set<String> union(Collection<String> some, Collection<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private static String[] packages(Set<String> modules) {
        return modules.stream().map(module -> OURS + "." + module + "..").toArray(String[]::new);
    }

    private static String module(String packageName) {
        return packageName.split("\\.", -1)[2];
    }
}
