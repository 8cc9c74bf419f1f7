# One image for the three binaries: the first argument chooses `gateway`, `district` or `city`.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked -p gateway -p district -p city \
 && mkdir /out \
 && cp target/release/gateway target/release/district target/release/city /out/

FROM debian:bookworm-slim
RUN useradd --uid 10001 --no-create-home yituan
COPY --from=build /out/ /usr/local/bin/
USER 10001
EXPOSE 4000 4001 4002
CMD ["gateway", "--help"]
