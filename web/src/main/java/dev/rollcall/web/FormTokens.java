package dev.rollcall.web;

import dev.rollcall.api.InstallationKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * What a form, or a request by script in a header, must bring along so that it is known to come from a page of ours. It follows
 * from the secret of the session, or before there is one from that of a visit, so that nothing has to be kept and a stranger
 * who only looks at the page leaves nothing behind.
 */
final class FormTokens implements CsrfTokenRepository {

    static final String HEADER = "X-CSRF-TOKEN";
    static final String FIELD = "_csrf";

    private static final String BEGUN = FormTokens.class.getName();

    private final Cookies visits = new Cookies("rollcall-visit");
    private final Sessions sessions;
    private final InstallationKey key;

    FormTokens(Sessions sessions, InstallationKey key) {
        this.sessions = sessions;
        this.key = key;
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        String session = sessions.secret(request);
        if (session != null) {
            return token("session\n" + session);
        }
        String visit = visits.read(request);
        return visit == null ? null : token("visit\n" + visit);
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        String visit = Cookies.secret();
        request.setAttribute(BEGUN, visit);
        return token("visit\n" + visit);
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        if (token != null && request.getAttribute(BEGUN) instanceof String visit) {
            visits.write(request, response, visit, (Duration) null);
        }
    }

    private CsrfToken token(String from) {
        return new DefaultCsrfToken(HEADER, FIELD, key.hmac("form token", from));
    }
}
