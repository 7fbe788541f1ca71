package dev.rollcall.web.console;

import dev.rollcall.api.InstallationKey;
import dev.rollcall.web.Courier;
import dev.rollcall.web.Identifiers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.servlet.LocaleResolver;

/** Everything that the console is made of. */
@Configuration(proxyBeanMethods = false)
@Import({
    Trouble.class,
    LookAdvice.class,
    AssetConsole.class,
    HomeConsole.class,
    AppearanceConsole.class,
    UserConsole.class,
    UserDialogConsole.class,
    ClientActionConsole.class,
    ClientConsole.class,
    ProfileConsole.class,
    AuditConsole.class,
    PastConsole.class,
    OperationsConsole.class
})
public class ConsoleRoom {

    /** All that the console says, in the languages it speaks. */
    @Bean
    MessageSource messageSource() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("dev/rollcall/web/console/messages");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
        return texts;
    }

    @Bean
    LocaleResolver localeResolver() {
        return new Languages();
    }

    @Bean
    Assets consoleAssets() {
        return new Assets();
    }

    @Bean
    Texts consoleTexts(MessageSource messages, Clock clock) {
        return new Texts(messages, clock);
    }

    @Bean
    Looks consoleLooks(Assets assets, Texts texts) {
        return new Looks(assets, texts);
    }

    @Bean
    Desk consoleDesk(Courier courier, InstallationKey key, Identifiers identifiers) {
        return new Desk(courier, key, identifiers::next);
    }

    @Bean
    Dialogs consoleDialogs(Desk desk) {
        return new Dialogs(desk);
    }

    @Bean
    Pulse consolePulse(Clock clock) {
        return new Pulse(clock);
    }
}
