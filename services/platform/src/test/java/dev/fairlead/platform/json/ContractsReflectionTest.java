package dev.fairlead.platform.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.Identifier;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.usage.UsageEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A native executable binds only the records that the list names. */
class ContractsReflectionTest {

    /** What crosses a service boundary by itself; everything else is within one of these. */
    private static final List<Class<?>> ROOTS = List.of(
            ApiKey.class,
            CatalogSnapshot.class,
            RoutingTable.class,
            RoutingRules.class,
            ModelQuestion.class,
            ModelChoice.class,
            Outcome.class,
            UsageEvent.class);

    /** Packages whose records never travel. */
    private static final Set<String> PURE_LOGIC = Set.of(
            "dev.fairlead.contracts.catalog.names",
            "dev.fairlead.contracts.catalog.wire",
            "dev.fairlead.contracts.policy");

    private final Set<Class<?>> registered = Set.of(
            ContractsReflection.class.getAnnotation(RegisterForReflection.class).targets());

    @Test
    void namesEveryRecordThatCanBeReachedFromWhatTravels() {
        // When
        Set<Class<?>> reachable = new HashSet<>();
        ROOTS.forEach(root -> collect(root, reachable));

        // Then
        assertThat(registered).containsAll(reachable);
        assertThat(reachable).hasSizeGreaterThan(10);
    }

    @Test
    void namesEveryRecordOfTheContractsThatIsBoundAsARecord() {
        Set<String> records = new ClassFileImporter()
                .importPackages("dev.fairlead.contracts").stream()
                        .filter(JavaClass::isRecord)
                        .filter(type -> !PURE_LOGIC.contains(type.getPackageName()))
                        .filter(type -> !type.isAssignableTo(Identifier.class) && !type.isEquivalentTo(Money.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertThat(registered).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(records);
    }

    @Test
    void theSamplesOfTheRoundTripCoverTheList() {
        Set<Class<?>> sampled = new HashSet<>();
        SampleContracts.all().forEach(sample -> collect(sample.getClass(), sampled));

        assertThat(sampled).containsAll(registered);
    }

    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> candidate
                && candidate.isRecord()
                && candidate != Money.class
                && !Identifier.class.isAssignableFrom(candidate)
                && found.add(candidate)) {
            for (RecordComponent component : candidate.getRecordComponents()) {
                collect(component.getGenericType(), found);
            }
        }
    }
}
