package dev.rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.MediaType;

/** What Tomcat says itself when a request does not even reach the application: a {@link Problem}, not its page. */
public final class ContainerProblems extends ErrorReportValve {

    private final Identifiers identifiers = new Identifiers();

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = Problems.ofStatus(status);
        String correlation = identifiers.next().toString();
        // written by hand: here may be reached before anything else of the application is there
        String body = ("{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\","
                        + "\"correlationId\":\"%s\",\"errors\":[]}")
                .formatted(problem.type(), problem.title(), status, problem.code(), problem.detail(), correlation);
        response.setHeader(Correlation.HEADER, correlation);
        Precautions.OF_NO_PAGE.forEach(response::setHeader);
        if (request.isSecure()) {
            Precautions.OVER_TLS.forEach(response::setHeader);
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            response.getOutputStream().write(body.getBytes(UTF_8));
            response.finishResponse();
        } catch (IOException gone) {
            container.getLogger().debug("the caller is gone", gone);
        }
    }
}
