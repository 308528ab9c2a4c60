package org.lookalike.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lookalike.cli.Lookalike;
import org.lookalike.platform.lifecycle.ServiceRunner;

/** The rules that the modules' shape rests on, over the production classes of all of them. */
class ArchitectureTest {
    private static final String OURS = "org.lookalike";
    private static final List<String> SERVICES = List.of("ingest", "embedder", "sink", "query", "refit");
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
        "software.amazon.awssdk.., org.lookalike.imaging.store",
        "io.confluent.., org.lookalike.platform.avro",
        "kafka.server.., org.lookalike.embedded.kafka",
        "org.apache.parquet.., org.lookalike.cli.export",
        "org.apache.kafka.streams.., org.lookalike.refit.."
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

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "embedder", "sink", "query", "refit"})
    void servicesMeetAtTopicsOnly(String service) {
        String[] others = SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(other -> OURS + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(OURS + "." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(production);
    }

    @Test
    void onlyCommandsKnowPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.lookalike.cli..", "org.lookalike.lab..", "org.lookalike.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(production);
    }

    @Test
    void commandsNeedNoServiceAndNoBroker() {
        String[] below = Stream.concat(
                        SERVICES.stream().map(service -> OURS + "." + service + ".."),
                        Stream.of("org.lookalike.embedded..", "org.lookalike.standalone.."))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage("org.lookalike.cli..", "org.lookalike.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(below)
                .check(production);
    }

    @Test
    void librariesKnowNeitherServicesNorCommands() {
        String[] above = {
            "org.lookalike.ingest..",
            "org.lookalike.embedder..",
            "org.lookalike.sink..",
            "org.lookalike.query..",
            "org.lookalike.refit..",
            "org.lookalike.cli..",
            "org.lookalike.lab..",
            "org.lookalike.standalone.."
        };
        noClasses()
                .that()
                .resideOutsideOfPackages(above)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
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

    private static String module(String packageName) {
        return packageName.split("\\.", -1)[2];
    }
}
