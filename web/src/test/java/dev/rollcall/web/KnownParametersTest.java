package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

class KnownParametersTest {

    /** Takes no parameters. */
    void page() {}

    private static boolean letThrough(DispatcherType type) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setQueryString("search=x");
        request.setDispatcherType(type);
        HandlerMethod method =
                new HandlerMethod(new KnownParametersTest(), KnownParametersTest.class.getDeclaredMethod("page"));
        return new KnownParameters().preHandle(request, new MockHttpServletResponse(), method);
    }

    @Test
    void a_parameter_that_is_not_known_is_refused_but_where_an_error_is_told() throws Exception {
        assertThatThrownBy(() -> letThrough(DispatcherType.REQUEST)).isInstanceOf(Declined.class);
        // what went wrong is said, not that the page for it has no parameters
        assertThat(letThrough(DispatcherType.ERROR)).isTrue();
    }
}
