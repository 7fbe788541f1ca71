package dev.rollcall.web;

import dev.rollcall.api.Via;
import dev.rollcall.api.user.SessionView;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells who makes a request of the console, as of this moment. */
final class SessionSignIn extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionSignIn.class);

    private final Sessions sessions;
    /** For the rest of an answer that is given bit by bit. */
    private final SecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();

    SessionSignIn(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Optional<SessionView> session = sessions.resume(request);
            if (session.isPresent()) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new SignedIn(session.get().actor(), Via.CONSOLE));
                SecurityContextHolder.setContext(context);
                contexts.saveContext(context, request, response);
                if (ConsoleDoor.sendsElsewhere(session.get(), request, response)) {
                    return;
                }
            }
        } catch (RuntimeException failed) {
            // whoever is signed in is not to be sent to sign in again because nobody could be asked
            Problem problem = Problems.of(failed);
            LOG.debug("Nobody could tell whose session it is", failed);
            problem.headers().forEach((name, value) -> {
                if (name.equals(HttpHeaders.RETRY_AFTER)) {
                    response.setHeader(name, value);
                }
            });
            response.sendError(problem.status());
            return;
        }
        chain.doFilter(request, response);
    }
}
