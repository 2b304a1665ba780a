package dev.fairlead.devstack.console;

import java.time.Duration;
import java.util.Locale;

import dev.fairlead.devstack.Addresses;
import dev.fairlead.devstack.Demo;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.Stack;

/** What a person needs to know once everything runs. */
public final class Summary {

    private static final double MEGABYTE = 1024.0 * 1024.0;

    private Summary() {}

    /** The whole text, with the time that the start took. */
    public static String of(Stack stack, Duration took) {
        Addresses at = stack.addresses();
        StringBuilder text = new StringBuilder()
                .append(String.format(
                        Locale.ROOT,
                        "%nFairlead runs: started in %.1f s, uses %.0f MB of memory.%n%n",
                        took.toMillis() / 1000.0,
                        stack.memory() / MEGABYTE));
        line(text, "API", at.uri(Part.EDGE) + "/api/v1");
        line(text, "Reference", at.uri(Part.EDGE) + "/docs");
        if (stack.parts().contains(Part.VIEWER)) {
            line(text, "Traces", at.uri(Part.VIEWER).toString());
        }
        line(text, "Simulator", at.uri(Part.SIMULATOR).toString());
        line(text, "Keycloak", at.keycloakUrl() + " (realm fairlead; administrator admin/admin)");
        line(text, "PostgreSQL", at.postgres() + " (databases billing, catalog)");
        line(text, "Redis", at.redisUrl());
        line(text, "Logins", "alice (operator, admin), bob (developer), carol (billing), dave (viewer) of acme;");
        line(text, "", "erin (admin) of globex; password = name");
        line(text, "Demo keys", Demo.ACME_KEY + " (acme, $100)");
        line(text, "", Demo.GLOBEX_KEY + " (globex, $10)");
        line(text, "Logs", stack.data().log("*").toString());
        text.append("%nA first call:%n%n".formatted())
                .append(curl(at))
                .append("%n%nCtrl-C ends everything.%n".formatted());
        return text.toString();
    }

    /** A call that works as it stands when pasted into a shell. */
    static String curl(Addresses at) {
        return """
                curl -N %s/api/v1/chat/completions \\
                  -H 'Authorization: Bearer %s' \\
                  -H 'Content-Type: application/json' \\
                  -d '{"model":"simulator/sim-chat","stream":true,"messages":[{"role":"user","content":"Hello"}]}'""".formatted(at.uri(Part.EDGE), Demo.ACME_KEY);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-11s %s%n", name, value));
    }
}
