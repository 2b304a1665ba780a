package dev.fairlead.router.rules.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.redis.client.Request;

/** What becomes of the fields of a Redis hash, as arguments of the script that writes. Not thread-safe. */
final class HashEdit {

    private final Map<String, String> set = new LinkedHashMap<>();
    private final List<String> deleted = new ArrayList<>();

    void set(String field, String value) {
        set.put(field, value);
    }

    void delete(String field) {
        deleted.add(field);
    }

    void addTo(Request request) {
        request.arg(set.size());
        set.forEach((field, value) -> request.arg(field).arg(value));
        request.arg(deleted.size());
        deleted.forEach(request::arg);
    }
}
