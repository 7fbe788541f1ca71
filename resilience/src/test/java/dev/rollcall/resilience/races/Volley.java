package dev.rollcall.resilience.races;

import dev.rollcall.resilience.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests that are sent at the same moment. */
final class Volley implements AutoCloseable {

    private final ExecutorService callers = Executors.newCachedThreadPool();

    /** Fires all at once; the answers in the order of the requests. */
    List<Answer> fire(List<Callable<Answer>> requests) throws Exception {
        CountDownLatch ready = new CountDownLatch(requests.size());
        List<Future<Answer>> answers = new ArrayList<>();
        for (Callable<Answer> request : requests) {
            answers.add(callers.submit(() -> {
                ready.countDown();
                ready.await();
                return request.call();
            }));
        }
        List<Answer> all = new ArrayList<>();
        for (Future<Answer> answer : answers) {
            all.add(answer.get());
        }
        return all;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
