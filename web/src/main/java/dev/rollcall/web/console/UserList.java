package dev.rollcall.web.console;

import dev.rollcall.api.user.FindUsers;
import dev.rollcall.api.user.PrimaryRole;
import dev.rollcall.api.user.SignInConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which users are listed, and in which order: what the address of the page says. What is no value of a filter does not filter.
 *
 * @param sort one field, {@code -} before it where the greatest comes first
 */
record UserList(String search, String primaryRole, String configuration, String locked, String sort)
        implements Ordering {

    static final int PAGE = 50;

    static final UserList ALL = new UserList("", "", "", "", "");

    FindUsers query(@Nullable String cursor, boolean count) {
        return new FindUsers(
                search.isBlank() ? null : search,
                Choice.of(PrimaryRole.class, primaryRole),
                Choice.of(SignInConfiguration.class, configuration),
                locked.equals("true") ? Boolean.TRUE : null,
                order(),
                count ? 1 : PAGE,
                cursor,
                count);
    }

    /** Whether anything is left out. */
    public boolean filtered() {
        return !(search.isBlank() && primaryRole.isEmpty() && configuration.isEmpty() && locked.isEmpty());
    }

    @Override
    public String usually() {
        return "username";
    }

    @Override
    public String path() {
        return "/console/users";
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("search", search);
        parameters.put("primaryRole", primaryRole);
        parameters.put("configuration", configuration);
        parameters.put("locked", locked);
        parameters.put("sort", sort);
        return parameters;
    }
}
