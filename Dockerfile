# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.lock ./
# Only what the lock names, and only if its hash is the one that was reviewed.
RUN python -m venv /venv && /venv/bin/pip install --require-hashes --no-deps --only-binary :all: --requirement requirements.lock
COPY bot ./bot
COPY knowledge ./knowledge
COPY intents ./intents
# Broken content cannot ship: the check fails the build, and prepares everything so that the container starts fast.
# So do compiled modules, which Python is told not to write itself.
RUN /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash bot \
    && BOT_CACHE=/app/cache /venv/bin/python -m bot check && install -d -m 0700 -o 10001 -g 10001 /data

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
ENV BOT_CONTENT=/app BOT_CACHE=/app/cache BOT_DATA=/data BOT_LOG_FORMAT=json
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app ./
COPY --from=build --chown=10001:10001 /data /data
USER 10001:10001
# The one place that is written to; everything else may be read-only.
VOLUME ["/data"]
# Python as process 1 ignores SIGTERM until the bot listens for it; SIGINT it always heeds.
STOPSIGNAL SIGINT
# A first start without a prepared cache may take a minute.
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=2 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
