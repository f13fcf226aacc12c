# syntax=docker/dockerfile:1
# Claimdesk in a container. Build it, bring the weights into a volume, make a first API key
# (it is printed once), and run it. Without a key the service listens on loopback alone, so
# that a published port would reach nothing.
#
#   docker build --tag claimdesk .
#   docker volume create claimdesk-models
#   docker run --rm --volume claimdesk-models:/models claimdesk models fetch
#   docker run --rm --volume claimdesk-data:/data claimdesk migrate
#   docker run --rm --volume claimdesk-data:/data claimdesk keys create desk --role admin
#   docker run --rm --publish 8000:8000 --env CLAIMDESK_HOST=0.0.0.0 \
#       --volume claimdesk-models:/models --volume claimdesk-data:/data claimdesk

FROM python:3.11.14-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
# TORCH_INDEX_URL: an index of CPU wheels, where the default index offers the CUDA build.
ARG TORCH_INDEX_URL=""
WORKDIR /build
RUN python -m venv /opt/claimdesk
ENV PATH="/opt/claimdesk/bin:$PATH"
# torch is pinned; the optional index in front of it hides that from hadolint.
# hadolint ignore=DL3013
RUN python -m pip install --no-deps ${TORCH_INDEX_URL:+--index-url "$TORCH_INDEX_URL"} torch==2.13.0
COPY requirements.lock ./
RUN python -m pip install --no-deps --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY service ./service
COPY migrations ./migrations
RUN python -m pip install --no-deps --no-build-isolation . \
    && python -m pip check \
    && python -c "import torch"

FROM python:3.11.14-slim-trixie
RUN useradd --system --user-group --uid 10001 --home-dir /data --shell /usr/sbin/nologin claimdesk \
    && mkdir /data /models \
    && chown claimdesk:claimdesk /data /models
COPY --from=build /opt/claimdesk /opt/claimdesk
ENV PATH="/opt/claimdesk/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CLAIMDESK_DATA_DIR=/data \
    CLAIMDESK_MODELS_DIR=/models
# By number, so that an orchestrator can see that it is not root.
USER 10001
WORKDIR /data
VOLUME ["/data", "/models"]
STOPSIGNAL SIGTERM
# Loading the weights takes some seconds, their first conversion a minute.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/readyz' % os.environ.get('CLAIMDESK_PORT', '8000'), timeout=4)"]
ENTRYPOINT ["claimdesk"]
CMD ["serve", "--migrate"]
