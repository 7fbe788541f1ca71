package dev.rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

class BearerHeaderTest {

    private static @Nullable String token(String header) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/users");
        request.addHeader("Authorization", header);
        return new BearerHeader().resolve(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ab.C-9_~+/d==", "bearer ab.C-9_~+/d==", "BEARER ab.C-9_~+/d=="})
    void a_token_follows_the_scheme_in_any_case(String header) {
        assertThat(token(header)).isEqualTo("ab.C-9_~+/d==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWRtaW46eA==", "", "Bear"})
    void another_scheme_is_none_of_its_business(String header) {
        assertThat(token(header)).isNull();
    }

    @Test
    void no_header_is_no_token() {
        assertThat(new BearerHeader().resolve(new MockHttpServletRequest())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer  a.b",
                "Bearera.b",
                "Bearer a b",
                "Bearer a=b",
                "Bearer ==",
                "Bearer a.b,",
                "Bearer a.b\u00e9"
            })
    void what_cannot_be_a_token_is_refused(String header) {
        assertThatThrownBy(() -> token(header)).isInstanceOf(InvalidBearerTokenException.class);
    }
}
