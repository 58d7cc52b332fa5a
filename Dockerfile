# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY pyproject.toml README.md ./
COPY bot ./bot
RUN python -m venv /venv && /venv/bin/pip install ".[encoder]"
COPY knowledge ./knowledge
COPY intents ./intents
# Broken content cannot ship: the check fails the build, and learns the examples so that the container starts fast.
RUN cd / && BOT_CONTENT=/app BOT_CACHE=/app/cache /venv/bin/python -m bot check

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BOT_CONTENT=/app BOT_CACHE=/app/cache
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app/cache ./cache
COPY knowledge ./knowledge
COPY intents ./intents
USER 10001:10001
# Python as process 1 ignores SIGTERM until the bot listens for it; SIGINT it always heeds.
STOPSIGNAL SIGINT
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
