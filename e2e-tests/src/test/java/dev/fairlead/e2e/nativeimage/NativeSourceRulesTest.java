package dev.fairlead.e2e.nativeimage;

import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fairlead.e2e.architecture.Services;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the native augmentation does not see. Quarkus runs static initialisers at build time, so whatever they hold is
 * frozen into the executable: the same random numbers at each start, the builder's clock and environment.
 */
class NativeSourceRulesTest {

    private static final Set<String> NOT_AT_BUILD_TIME = Set.of(
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.ZonedDateTime.now",
            "java.net.InetAddress.getLocalHost",
            "java.lang.ProcessHandle.current");

    private static JavaClasses classes = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        List<Path> folders = Stream.concat(Services.SHARED.stream(), Services.running().stream())
                .map(Services::classes)
                .toList();
        classes = new ClassFileImporter().importPaths(folders);
    }

    @Test
    void nothingThatLivesIsHeldInAStaticField() {
        fields().that(isStatic())
                .should()
                .notHaveRawType(JavaClass.Predicates.assignableTo(Random.class)
                        .or(JavaClass.Predicates.assignableTo(Thread.class))
                        .or(JavaClass.Predicates.assignableTo(Socket.class))
                        .or(JavaClass.Predicates.assignableTo(Clock.class))
                        .or(JavaClass.Predicates.assignableTo(Instant.class))
                        .or(JavaClass.Predicates.assignableTo(HttpClient.class))
                        .or(JavaClass.Predicates.assignableTo("io.vertx.core.Vertx"))
                        .or(JavaClass.Predicates.assignableTo("io.vertx.core.buffer.Buffer"))
                        .or(JavaClass.Predicates.assignableTo("io.netty.buffer.ByteBuf"))
                        .or(JavaClass.Predicates.assignableTo("io.vertx.core.http.HttpClient")))
                .check(classes);
    }

    private static DescribedPredicate<JavaField> isStatic() {
        return DescribedPredicate.describe(
                "are static", field -> field.getModifiers().contains(JavaModifier.STATIC));
    }

    @Test
    void staticInitialisersAskNeitherTheClockNorTheEnvironment() {
        List<String> calls = classes.stream()
                .flatMap(type -> type.getStaticInitializer().stream())
                .flatMap(initialiser -> initialiser.getMethodCallsFromSelf().stream())
                .filter(call -> NOT_AT_BUILD_TIME.contains(
                        call.getTargetOwner().getName() + "." + call.getTarget().getName()))
                .map(call -> call.getDescription())
                .toList();

        assertThat(calls).isEmpty();
    }

    @Test
    void nobodyLooksForClassesByName() {
        noClasses()
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(ServiceLoader.class, "load", Class.class)
                .check(classes);
    }
}
