package dev.fairlead.e2e.suite;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.RedisKeys;

/** The spending levels in Redis, read without any service. */
public final class SpendingLevels {

    private static final int PATIENCE_MILLIS = 5_000;

    private final URI redis;

    SpendingLevels(String redisUrl) {
        this.redis = URI.create(redisUrl);
    }

    /** What an organisation has spent. */
    public Money used(String organisation) {
        return field(RedisKeys.organisationLevel(new OrganisationId(organisation)), "used");
    }

    /** What an organisation has reserved and not settled. */
    public Money reserved(String organisation) {
        return field(RedisKeys.organisationLevel(new OrganisationId(organisation)), "reserved");
    }

    /** What a key has spent in its window. */
    public Money usedByKey(String organisation, String key) {
        return field(RedisKeys.keyLevel(new OrganisationId(organisation), KeyHash.of(key)), "used");
    }

    /** How many reservations are open, of all organisations. */
    public long openReservations() {
        long open = 0;
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            open += Long.parseLong(command("ZCARD", RedisKeys.leases(partition)));
        }
        return open;
    }

    /** How many usage events billing has not booked yet, of all organisations. */
    public long unbookedEvents() {
        long events = 0;
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            events += Long.parseLong(command("XLEN", RedisKeys.usageStream(partition)));
        }
        return events;
    }

    private Money field(String level, String name) {
        String value = command("HGET", level, name);
        return value.isEmpty() ? Money.ZERO : Money.ofNanos(Long.parseLong(value));
    }

    /** Runs a command that answers with a number or a text; what is not there is empty. */
    public String command(String... words) {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = line(in);
            return switch (head.charAt(0)) {
                case ':', '+' -> head.substring(1);
                case '$' -> head.equals("$-1") ? "" : line(in);
                default -> throw new IllegalStateException(words[0] + ": " + head);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
