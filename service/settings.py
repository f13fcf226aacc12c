"""Settings: every environment variable that Claimdesk reads, with its default."""

from __future__ import annotations

import ipaddress
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, TypeAdapter, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.domain.api_key import Role
from service.domain.claim_review import CLAIM_ID_PLACE, Publisher

if TYPE_CHECKING:
    from service.api.access import AccessPolicy


def _check_review_url(value: str) -> str:
    if CLAIM_ID_PLACE not in value:
        message = f"the address must have {CLAIM_ID_PLACE} in the place of the identifier"
        raise ValueError(message)
    TypeAdapter(HttpUrl).validate_python(value.replace(CLAIM_ID_PLACE, "0"))
    return value


ReviewUrl = Annotated[str, AfterValidator(_check_review_url)]


_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


def _split(origins: str) -> list[str]:
    return [origin.strip() for origin in origins.split(",") if origin.strip()]


def is_loopback(host: str) -> bool:
    """Tell whether a host is an address that only this machine reaches.

    Raises:
        OSError: Where the host is unknown.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(entry[4][0]).is_loopback for entry in found)


class Settings(BaseSettings):
    """The configuration of one process, read from `CLAIMDESK_*` variables."""

    model_config = SettingsConfigDict(env_prefix="CLAIMDESK_", extra="ignore")

    data_dir: Path = Field(
        default=Path("var"),
        description="Folder of the embedded databases.",
    )
    models_dir: Path = Field(
        default=Path("~/.cache/claimdesk/models"),
        description="Folder of the weights; shared by all checkouts of one user.",
    )
    index_dir: Path | None = Field(
        default=None,
        description="Folder of the vector index; by default beside an SQLite file, and in memory "
        "with PostgreSQL.",
    )
    database_url: str | None = Field(
        default=None,
        description=(
            "SQLAlchemy URL of the database, such as postgresql+psycopg://user@host/name; "
            "without it an SQLite file in the data folder is used."
        ),
    )
    generator: str = Field(
        default="local:qwen2.5-coder-0.5b-instruct",
        description="What words summaries and claims: local:NAME of weights that `claimdesk "
        "models` lists, hf:PATH of a folder of weights (or hf:REPOSITORY in the cache of "
        "huggingface_hub), or openai:URL#MODEL of a server with OpenAI's API.",
    )
    generator_api_key: SecretStr | None = Field(
        default=None, description="The key of the generation server, where it wants one."
    )
    generator_timeout_seconds: float = Field(
        default=60,
        ge=1,
        le=600,
        description="How long one attempt to have the generation server answer may take.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on.")
    allowed_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Names, separated by commas, under which a service without API keys is "
        "called beside the loopback ones.",
    )
    threads: int | None = Field(
        default=None, ge=1, description="Threads for inference; all cores by default."
    )
    worker_concurrency: int = Field(
        default=1,
        ge=1,
        description="Analyses that a process runs at a time; more only where an inference server "
        "does the computing. What the worker says that was started last holds for all.",
    )
    global_concurrency: int | None = Field(
        default=None,
        ge=1,
        description="Analyses that run at a time in all processes together; no bound by default.",
    )
    queue_limit: int = Field(
        default=100, ge=1, description="Articles that may wait before the API answers 503."
    )
    batch_queue_limit: int = Field(
        default=5_000,
        ge=1,
        description="Articles of batches that may wait before the API takes no more batches.",
    )
    max_waiting_requests: int = Field(
        default=16,
        ge=0,
        description="Requests that may wait for their analysis at a time; others get 202 at once.",
    )
    publisher_name: str | None = Field(
        default=None, min_length=1, description="Who publishes the reviews of claims."
    )
    publisher_url: HttpUrl | None = Field(default=None, description="The publisher's home page.")
    publisher_logo_url: HttpUrl | None = Field(default=None, description="The publisher's logo.")
    publisher_review_url: ReviewUrl | None = Field(
        default=None,
        description="Where the review of a claim is published, with {claim_id} in the place of "
        "the claim's identifier.",
    )
    rate_limit_reader: str = Field(
        default="300/minute", description="Requests that a key of role reader may send."
    )
    rate_limit_submitter: str = Field(
        default="300/minute", description="Requests that a key of role submitter may send."
    )
    rate_limit_editor: str = Field(
        default="600/minute", description="Requests that a key of role editor may send."
    )
    rate_limit_admin: str = Field(
        default="600/minute", description="Requests that a key of role admin may send."
    )
    webhook_allow_private: bool = Field(
        default=False,
        description="Whether webhooks may go to addresses of this machine and its network.",
    )
    webhook_timeout_seconds: float = Field(
        default=20, ge=1, le=60, description="How long one attempt to deliver may take."
    )
    events_kept_days: int | None = Field(
        default=30,
        ge=14,
        description="Days that events and records of deliveries are kept for subscribers; never "
        "less than a delivery may be tried. 'none' keeps them for ever.",
    )
    worker_metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Port on which a worker serves its metrics, on the address of CLAIMDESK_HOST "
        "and without a key; none by default.",
    )
    cors_origins: str = Field(
        default="",
        description="Origins, separated by commas, whose pages may call the API from a browser.",
    )
    traces_endpoint: HttpUrl | None = Field(
        default=None,
        description="Where traces are sent, such as http://collector:4318/v1/traces (OTLP over "
        "HTTP, protobuf); none are made by default.",
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="JSON objects or lines for people; auto takes lines on a terminal alone.",
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("events_kept_days", mode="before")
    @classmethod
    def _read_none(cls, value: object) -> object:
        return None if value == "none" else value

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = {name.strip().lower().removesuffix(".") for name in value.split(",")}
        return names - {""}

    @field_validator(
        "rate_limit_reader", "rate_limit_submitter", "rate_limit_editor", "rate_limit_admin"
    )
    @classmethod
    def _check_limit(cls, value: str) -> str:
        # Imported here, as no other setting needs what the API is made of.
        from service.api.rate_limits import read_limit  # noqa: PLC0415  see above

        try:
            read_limit(value)
        except ValueError as error:
            message = "this must be a number of requests in a time, such as 600/minute, or "
            raise ValueError(message + "'unlimited'") from error
        return value

    @field_validator("traces_endpoint")
    @classmethod
    def _check_no_password(cls, value: HttpUrl | None) -> HttpUrl | None:
        if value is not None and (value.username or value.password):
            message = "put what the collector wants to know into OTEL_EXPORTER_OTLP_HEADERS"
            raise ValueError(message)
        return value

    @field_validator("cors_origins")
    @classmethod
    def _check_origins(cls, value: str) -> str:
        for origin in _split(value):
            if not _ORIGIN.fullmatch(origin):
                message = f"'{origin}' is no origin, such as https://desk.example.org"
                raise ValueError(message)
        return value

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """Return the origins whose pages may call the API."""
        return tuple(_split(self.cors_origins))

    @property
    def access(self) -> AccessPolicy:
        """Return who may call, and how often."""
        from service.api.access import AccessPolicy  # noqa: PLC0415  as above

        return AccessPolicy(
            open_without_keys=is_loopback(self.host),
            # A name of this machine that it was told to listen on is one to be called by.
            allowed_hosts=self.allowed_hosts | {self.host.lower()},
            allowed_origins=self.allowed_origins,
            rate_limits={
                Role.READER: self.rate_limit_reader,
                Role.SUBMITTER: self.rate_limit_submitter,
                Role.EDITOR: self.rate_limit_editor,
                Role.ADMIN: self.rate_limit_admin,
            },
        )

    @property
    def publisher(self) -> Publisher | None:
        """Return who publishes the reviews of claims, None unless all that it takes is set."""
        if self.publisher_name is None or self.publisher_url is None:
            return None
        if self.publisher_review_url is None:
            return None
        return Publisher(
            name=self.publisher_name,
            url=str(self.publisher_url),
            review_url=self.publisher_review_url,
            logo_url=None if self.publisher_logo_url is None else str(self.publisher_logo_url),
        )

    @property
    def resolved_models_dir(self) -> Path:
        """Return the folder of the weights as an absolute path."""
        return self.models_dir.expanduser().resolve()

    @property
    def resolved_database_url(self) -> str:
        """Return the database URL, the embedded SQLite file where none is set."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'claimdesk.sqlite3'}"

    @property
    def jobs_database_url(self) -> str:
        """Return where the durable workflows keep their state."""
        if self.database_url is None:
            return f"sqlite:///{self.data_dir.resolve() / 'claimdesk-jobs.sqlite3'}"
        return self.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
