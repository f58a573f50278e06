# perfreport alone, static, in an image without anything else:
#   docker build -t perfreport .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/work" perfreport compare base.json run.json
FROM rust:1-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /src
COPY . .
ARG PERFREPORT_COMMIT=""
ENV PERFREPORT_COMMIT=$PERFREPORT_COMMIT
RUN cargo build --release --locked

FROM scratch
COPY --from=build /src/target/release/perfreport /perfreport
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/perfreport"]
