package dev.fairlead.edge.request;

import java.nio.charset.StandardCharsets;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.envelope.Hash64;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonWalk;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all requests of one conversation, as 64 bits (XXH64): the session that the caller names, or else
 * its prompt cache key, or else how the conversation began. Each hash is the seed of the next, and the organisation is
 * hashed first.
 */
final class ConversationHash {

    /** How much of a message is looked at: who says the same for so long has the same in the provider's cache. */
    private static final int MOST_BYTES = 8 * 1024;

    private ConversationHash() {}

    static long of(
            OrganisationId organisation, @Nullable String session, @Nullable String promptCacheKey, JsonIndex json) {
        long hash = of(organisation.value(), 0);
        if (session != null) {
            hash = of(session, hash + 1);
        } else if (promptCacheKey != null) {
            hash = of(promptCacheKey, hash + 2);
        } else {
            hash = beginning(json, hash + 3);
        }
        return hash == 0 ? 1 : hash;
    }

    /** Of the first instruction and the first other message, which end the beginning. */
    private static long beginning(JsonIndex json, long seed) {
        byte[] bytes = json.bytes();
        long hash = seed;
        boolean instructed = false;
        JsonWalk messages = new JsonWalk(bytes, json.valueStart(json.find("messages")));
        while (messages.next()) {
            boolean instruction = isInstruction(messages.into());
            if (!instruction || !instructed) {
                int from = messages.valueStart();
                int to = JsonWalk.skip(bytes, from, Math.min(bytes.length, from + MOST_BYTES));
                hash = Hash64.of(bytes, from, to, hash);
            }
            if (!instruction) {
                break;
            }
            instructed = true;
        }
        return hash;
    }

    /** Whether a message is the system's or the developer's. */
    static boolean isInstruction(JsonWalk message) {
        while (message.next()) {
            if (message.keyIs("role")) {
                return message.stringIs("system") || message.stringIs("developer");
            }
        }
        return false;
    }

    private static long of(String text, long seed) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Hash64.of(bytes, 0, bytes.length, seed);
    }
}
