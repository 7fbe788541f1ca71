# syntax=docker/dockerfile:1
FROM maven:3.9.11-eclipse-temurin-21 AS build
WORKDIR /build
COPY . .
RUN mvn -q -B -pl app -am -DskipTests -Dspotless.check.skip package \
 && java -Djarmode=tools -jar app/target/rollcall.jar extract --layers --launcher --destination extracted

FROM eclipse-temurin:21.0.8_9-jre-noble
RUN useradd --system --uid 10001 --create-home --home-dir /rollcall rollcall \
 && install -d -o rollcall -g rollcall -m 0700 /rollcall/data
WORKDIR /rollcall
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/spring-boot-loader/ ./
COPY --from=build /build/extracted/snapshot-dependencies/ ./
COPY --from=build /build/extracted/application/ ./
COPY --from=build /build/app/jvm.options ./
USER rollcall
ENV ROLLCALL_DATA=/rollcall/data
VOLUME /rollcall/data
EXPOSE 8080
# bash speaks HTTP itself: nothing needs to be installed for it
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=12 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "@jvm.options", "org.springframework.boot.loader.launch.JarLauncher"]
