package dev.rollcall.web.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page its {@link Look}, and the texts that are looked up by code. */
@ControllerAdvice(basePackageClasses = LookAdvice.class)
final class LookAdvice {

    private final Looks looks;
    private final Texts texts;

    LookAdvice(Looks looks, Texts texts) {
        this.looks = looks;
        this.texts = texts;
    }

    @ModelAttribute("look")
    Look look(HttpServletRequest request) {
        return looks.of(request);
    }

    @ModelAttribute("texts")
    Texts texts() {
        return texts;
    }
}
