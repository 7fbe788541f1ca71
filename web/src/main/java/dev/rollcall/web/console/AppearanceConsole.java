package dev.rollcall.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Light or dark, and in which language: remembered by the browser alone. */
@Controller
final class AppearanceConsole {

    @PostMapping("/console/appearance")
    ResponseEntity<Void> choose(
            @RequestParam(required = false) @Nullable String theme,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(defaultValue = "/console") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (theme != null && Looks.THEMES.contains(theme)) {
            response.addHeader(HttpHeaders.SET_COOKIE, Cookies.remembered(request, Looks.THEME, theme));
        }
        if (Languages.spoken(language) != null) {
            response.addHeader(HttpHeaders.SET_COOKIE, Cookies.remembered(request, Languages.COOKIE, "" + language));
        }
        if (Looks.isPart(request)) {
            return ResponseEntity.noContent().build();
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, Looks.within(back))
                .build();
    }
}
