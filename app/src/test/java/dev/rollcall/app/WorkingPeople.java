package dev.rollcall.app;

import static dev.rollcall.app.Cast.expect;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** People who go on working while something happens, and to whom no error may be answered. */
final class WorkingPeople {

    private final List<Thread> people = new ArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean enough;

    /** What else has to be right again and again. */
    interface Check {
        void holds() throws Exception;
    }

    /** Two of them, each at one of the doors. */
    WorkingPeople(List<RunningRollcall> doors, Check check) {
        for (int i = 0; i < 2; i++) {
            String name = "load-" + i + "-";
            RunningRollcall rollcall = doors.get(i % doors.size());
            Thread person = new Thread(() -> {
                for (int number = 0; !enough; number++) {
                    try {
                        Http.Answer made = Cast.engineer(rollcall.admin(), name + number);
                        String user = made.at("/userId");
                        String token = Cast.client(rollcall.admin(), user, name + number)
                                .at("/token/value");
                        if (number % 3 > 0) {
                            expect(200, Cast.register(rollcall.http(), token, "pc"));
                        }
                        expect(
                                200,
                                rollcall.admin()
                                        .with("Rollcall-Position", made.header("Rollcall-Position"))
                                        .get("/api/v1/users/" + user));
                        check.holds();
                        done.incrementAndGet();
                        Thread.sleep(50);
                    } catch (Exception | AssertionError failed) {
                        errors.add(String.valueOf(failed));
                    }
                }
            });
            person.start();
            people.add(person);
        }
    }

    void end() throws InterruptedException {
        enough = true;
        for (Thread person : people) {
            person.join();
        }
        assertThat(errors).isEmpty();
        assertThat(done.get()).isGreaterThan(5);
    }
}
