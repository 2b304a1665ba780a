package dev.fairlead.e2e.faults;

import java.util.Objects;

import dev.fairlead.devstack.Part;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one stack that they all break; it starts with the first of them and is whole again before each. */
final class SharedStack implements ParameterResolver, BeforeEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedStack.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        stack(context).heal();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FaultyStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stack(context);
    }

    private static FaultyStack stack(ExtensionContext context) {
        // The root's store closes it when all tests are over.
        return Objects.requireNonNull(context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        FaultyStack.class, _ -> FaultyStack.start("faults", Part.KEYCLOAK), FaultyStack.class));
    }
}
