.PHONY: run check format mutate bench crash jar up down

run:     ; mvn -q -pl app -am spring-boot:run
check:   ; mvn verify
format:  ; mvn -q spotless:apply
mutate:  ; mvn -Pmutate -pl command-side -am verify
bench:   ; mvn -q -pl app,benchmarks -am -DskipTests package && mvn -q -pl benchmarks exec:java
crash:   ; mvn -q -pl app,resilience -am -DskipTests package exec:java -Dexec.args="15 15"
jar:     ; mvn -q -pl app -am -DskipTests package
up:      ; docker compose up -d --build
down:    ; docker compose down
