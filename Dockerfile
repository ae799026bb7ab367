# The image of Flowforge: the server and the command line, on a Java that contains only what they need.
#
#   docker build -t flowforge .
#   docker run --rm flowforge --help
#   docker run --read-only --tmpfs /tmp --env-file server.env -p 8080:8080 flowforge
#
# Needs only this repository. Works with BuildKit and with the classic builder. docs/deployment.md says how to run it.

ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG BASE_IMAGE=debian:trixie-slim

# Builds the release archive, unpacks it, and links a Java with the modules that the archive needs.
FROM ${JDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN ./mvnw --batch-mode --no-transfer-progress -Dquick -Parchive -Dmaven.test.skip=true -pl flowforge-cli -am package \
 && mkdir /archive \
 && tar -xzf flowforge-cli/target/flowforge-*.tar.gz -C /archive --strip-components=1 \
 # What `flowforge up` and `demo` bring along is not for the image.
 && mv /archive/lib/embedded /embedded
# jdeps finds what the code refers to. The others are found by name at run time: DNS names of MongoDB (mongodb+srv), Unsafe (CEL and
# other libraries), all character sets and time zones' names, archives as file systems, and jcmd with what it attaches to.
RUN needed=$(jdeps --multi-release base --ignore-missing-deps -R --print-module-deps \
      -cp "$(find /archive/lib -name '*.jar' | tr '\n' ':')" /archive/lib/flowforge-*.jar) \
 && jlink --output /runtime --no-header-files --no-man-pages --compress zip-6 --generate-cds-archive \
      --add-options="-XX:MaxRAMPercentage=65 -XX:+ExitOnOutOfMemoryError" \
      --add-modules "$needed,java.management,jdk.charsets,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management.agent,jdk.naming.dns,jdk.unsupported,jdk.zipfs" \
      --include-locales=en

# The image without its caches.
FROM ${BASE_IMAGE} AS program
COPY --from=build /runtime /opt/java
COPY --from=build /archive /opt/flowforge
COPY deploy/image/healthy /opt/flowforge/bin/healthy
# The home contains only the caches, which nobody may change: they are code. /tmp is for those who sign in within a container.
RUN echo 'flowforge:x:10001:10001::/tmp:/usr/sbin/nologin' >>/etc/passwd \
 && echo 'flowforge:x:10001:' >>/etc/group
ENV JAVA_HOME=/opt/java \
    FLOWFORGE_HOME=/opt/flowforge/home \
    PATH=/opt/flowforge/bin:/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8

# Makes the ahead-of-time caches, with the paths and the dates of the final image, by running the server once.
FROM program AS caches
COPY --from=build /embedded /opt/flowforge/lib/embedded
COPY deploy/image/make-caches /make-caches
RUN install -d -o 10001 -g 10001 /opt/flowforge/home
USER 10001:10001
RUN /make-caches

FROM program
COPY --from=caches --chown=0:0 /opt/flowforge/home /opt/flowforge/home
# Fails if Java cannot use one. (JDK 26 calls this mode "required".) Without settings, `serve` ends with 3 as soon as it has begun.
RUN export FLOWFORGE_JAVA_OPTIONS=-XX:AOTMode=on \
 && test "$(find /opt/flowforge/home -name '*.aot' -size +1M | wc -l)" = 3 \
 && flowforge --version \
 && flowforge completion bash >/dev/null \
 && { flowforge whoami || test $? = 3; } \
 && { flowforge serve || test $? = 3; }

# The version of pom.xml, with which the build compares it.
ARG VERSION=0.1.0-SNAPSHOT
RUN test "flowforge $VERSION" = "$(flowforge --version)"
LABEL org.opencontainers.image.title="Flowforge" \
      org.opencontainers.image.description="Self-service request automation: the server and the command line" \
      org.opencontainers.image.version="${VERSION}"

USER 10001:10001
WORKDIR /tmp
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["/opt/flowforge/bin/healthy"]
ENTRYPOINT ["/opt/flowforge/bin/flowforge"]
CMD ["serve"]
