# syntax=docker/dockerfile:1
FROM maven:3.9.11-eclipse-temurin-21 AS build
WORKDIR /build
COPY . .
# the archive is made below, by the JVM and at the place that it is for
RUN mvn -q -B -pl app -am -DskipTests -Dspotless.check.skip -Drollcall.archive.skip=true package

FROM eclipse-temurin:21.0.8_9-jre-noble
RUN useradd --system --uid 10001 --create-home --home-dir /rollcall rollcall \
 && install -d -o rollcall -g rollcall -m 0700 /rollcall/data
COPY --from=build /build/app/target/rollcall/ /opt/rollcall/
# the archive of classes is made by the user that the service is; afterwards that one can alter nothing of the program
RUN chown rollcall /opt/rollcall \
 && setpriv --reuid=rollcall --regid=rollcall --clear-groups /opt/rollcall/bin/rollcall archive \
 && chown root:root /opt/rollcall /opt/rollcall/rollcall-*.jsa
USER rollcall
WORKDIR /rollcall
ENV ROLLCALL_DATA=/rollcall/data
VOLUME /rollcall/data
EXPOSE 8080
# bash speaks HTTP itself: nothing needs to be installed for it
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=12 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["/opt/rollcall/bin/rollcall"]
