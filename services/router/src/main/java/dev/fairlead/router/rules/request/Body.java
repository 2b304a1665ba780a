package dev.fairlead.router.rules.request;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.policy.Part;
import dev.fairlead.platform.policy.PolicyFault;
import org.jspecify.annotations.Nullable;

/** The bodies and query parameters of requests. What is wrong with them is a {@link PolicyFault}. */
public final class Body {

    private static final ObjectReader JSON =
            FairleadJson.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Body() {}

    /** A body as JSON. */
    public static Part of(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node.isMissingNode()) {
                throw new PolicyFault("", "must be a JSON object");
            }
            return new Part(node, "");
        } catch (JsonProcessingException e) {
            throw new PolicyFault("", "is not valid JSON: " + FairleadJson.describe(e));
        } catch (IOException | NumberFormatException e) {
            throw new PolicyFault("", "is not valid JSON");
        }
    }

    /** A query parameter that is true or false; false if it is absent. */
    public static boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true", "1" -> true;
            default -> throw new PolicyFault(name, "must be true or false");
        };
    }
}
