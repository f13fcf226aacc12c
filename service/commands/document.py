"""The document: the command that writes or checks the OpenAPI description of the API."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.commands.outcomes import ExitCode, Stop, command
from service.commands.terminal import make_console

_STANDARD_OUTPUT = "-"


@command
def openapi(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail where the file differs.")
    ] = False,
    output: Annotated[str, typer.Option(help="The file; - prints it.")] = "openapi.yaml",
) -> None:
    """Write the OpenAPI document of the API."""
    from service.api.openapi import render_openapi  # noqa: PLC0415  heavy

    document = render_openapi()
    if output == _STANDARD_OUTPUT:
        sys.stdout.write(document)
        return
    path = Path(output)
    try:
        stored = path.read_text(encoding="utf-8") if path.exists() else None
        if check and stored != document:
            state = "is missing" if stored is None else "differs from the application"
            message = f"{path} {state}; run `claimdesk openapi` and commit the file"
            raise Stop(ExitCode.FAILED, message)
        if stored != document:
            path.write_text(document, encoding="utf-8")
    except OSError as error:
        raise Stop(ExitCode.FAILED, f"{path}: {error.strerror}") from error
    state = "agrees with the application" if stored == document else "is written"
    make_console().print(f"{path} {state}.")
