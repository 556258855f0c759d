package dev.sluice.core.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong in one place of a request.
 *
 * @param field where, for example {@code tags.team} or {@code [3].job}
 * @param detail what is wrong there, and what would be right
 * @param code stable name of the kind of problem, where it is another than the document's; null if it is the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(String field, String detail, @Nullable String code) {}
