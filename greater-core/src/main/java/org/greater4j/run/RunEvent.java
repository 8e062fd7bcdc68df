package org.greater4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One line of {@code events.jsonl}.
 *
 * @param sequence 1 for the first event, then without gaps
 * @param type what the payload is, such as {@code step}
 * @param time when it was appended
 * @param payload the event itself
 */
public record RunEvent(long sequence, String type, Instant time, JsonNode payload) {
    /**
     * The payload as the record that was appended.
     *
     * @throws org.greater4j.error.GreaterException ({@code INVALID_RUN}) if it is of another form
     */
    public <T> T payload(Class<T> form) {
        return Json.convert(payload, form, "event " + sequence + " of type " + type, EventLog.FILE_NAME);
    }
}
