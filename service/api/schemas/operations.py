"""Operations: what the probes of a running service answer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.api.schemas.base import Schema


class Liveness(Schema):
    """The answer of a process that is alive."""

    status: Literal["alive"] = Field(description="Always `alive`.", examples=["alive"])
    version: str = Field(description="The version of the service.", examples=["0.1.0"])


class ReadinessCheck(Schema):
    """One thing that the service needs."""

    ok: bool = Field(description="Whether it is there.", examples=[True])
    detail: str | None = Field(
        description="What is missing; null when it is there.",
        examples=["the weights are still being loaded"],
    )


class Readiness(Schema):
    """Whether the service can do its work."""

    status: Literal["ready", "degraded", "unready"] = Field(
        description="`ready` when every check is; `degraded` when only the generation server is "
        "not, for which articles wait.",
        examples=["ready"],
    )
    checks: dict[str, ReadinessCheck] = Field(
        description="The checks by name: `database`, `migrations`, `weights`, `generator`.",
        examples=[
            {
                "database": {"ok": True, "detail": None},
                "migrations": {"ok": True, "detail": None},
                "weights": {"ok": True, "detail": None},
                "generator": {"ok": True, "detail": None},
            }
        ],
    )
