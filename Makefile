.PHONY: run check format mutate bench bench-quick bench-store crash canaries jar up down

run:     ; mvn -q -pl app -am spring-boot:run
check:   ; mvn verify
format:  ; mvn -q spotless:apply
mutate:  ; mvn -Pmutate -pl command-side -am verify
bench:   ; mvn -q -pl app,benchmarks/bare,benchmarks -am -DskipTests package exec:java
bench-quick: ; mvn -q -pl app,benchmarks/bare,benchmarks -am -DskipTests package exec:java -Dexec.args=quick
bench-store: ; mvn -q -pl app,benchmarks -am -DskipTests package exec:java -Dbench.main=dev.rollcall.benchmarks.StoreFigures
crash:   ; mvn -q -pl app,resilience -am -DskipTests package exec:java -Dexec.args="15 15"
canaries: ; resilience/canaries/run
jar:     ; mvn -q -pl app -am -DskipTests package
up:      ; docker compose up -d --build
down:    ; docker compose down
