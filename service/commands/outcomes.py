"""Outcomes: exit codes, and how a failure ends a command with words instead of a trace."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import wraps
from typing import TYPE_CHECKING, NoReturn, ParamSpec

import typer

from service.commands.terminal import print_error
from service.domain.errors import (
    ClaimdeskError,
    InvalidInputError,
    TextTooLongError,
    WeightsError,
)

if TYPE_CHECKING:
    from service.settings import Settings

P = ParamSpec("P")


class ExitCode(IntEnum):
    """What the exit code of every command means; the help texts list them."""

    OK = 0
    FAILED = 1
    USAGE = 2
    INPUT_REFUSED = 3
    WEIGHTS_MISSING = 4
    PORT_BUSY = 5
    DATABASE_UNAVAILABLE = 6
    PARTLY_DONE = 7
    INTERRUPTED = 130
    READER_GONE = 141


EXIT_CODE_MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "done",
    ExitCode.FAILED: "failed, and the message says why",
    ExitCode.USAGE: "called or configured wrongly",
    ExitCode.INPUT_REFUSED: "the input cannot be used as it is",
    ExitCode.WEIGHTS_MISSING: "weights are missing, damaged or out of reach",
    ExitCode.PORT_BUSY: "the port is taken",
    ExitCode.DATABASE_UNAVAILABLE: "the database is out of reach or not migrated",
    ExitCode.PARTLY_DONE: "done in part; the report names the rows that were refused",
    ExitCode.INTERRUPTED: "stopped by Ctrl-C",
    ExitCode.READER_GONE: "the reader of the output went away",
}
# A paragraph that opens with \b is not wrapped anew.
EXIT_CODES_HELP = "\b\nExit codes:\n" + "\n".join(
    f"{int(code):>5}  {meaning}" for code, meaning in EXIT_CODE_MEANINGS.items()
)

#: The exit code of each expected error; the first class that fits counts.
_CODES: tuple[tuple[type[ClaimdeskError], ExitCode], ...] = (
    (InvalidInputError, ExitCode.INPUT_REFUSED),
    (TextTooLongError, ExitCode.INPUT_REFUSED),
    (WeightsError, ExitCode.WEIGHTS_MISSING),
    (ClaimdeskError, ExitCode.FAILED),
)


class Stop(Exception):  # noqa: N818  it ends a command, which need not be an error
    """Ends a command with a message for the person and a code for the program."""

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def exit_code_of(error: ClaimdeskError) -> ExitCode:
    """Return the exit code that stands for an error of the domain."""
    return next(code for kind, code in _CODES if isinstance(error, kind))


@contextmanager
def explained() -> Iterator[None]:
    """Turn every expected failure into a message and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except Stop as stop:
        _leave(stop.code, stop.message)
    except ClaimdeskError as error:
        _leave(exit_code_of(error), error.detail)
    except BrokenPipeError:
        # Python flushes standard output once more at exit, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(ExitCode.READER_GONE)
    except KeyboardInterrupt:
        _leave(ExitCode.INTERRUPTED, "stopped")


def command(function: Callable[P, None]) -> Callable[P, None]:
    """Let a command end in words and an exit code whatever happens to it."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with explained():
            function(*args, **kwargs)

    return run


def load_settings(**overrides: object) -> Settings:
    """Read the settings; overrides that are None count as not given.

    Raises:
        Stop: If a value of the environment or of an option is not valid.
    """
    from pydantic import ValidationError  # noqa: PLC0415  heavy

    from service.settings import Settings  # noqa: PLC0415  heavy

    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings.model_validate(given) if given else Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"CLAIMDESK_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
            for problem in error.errors()
        )
        raise Stop(ExitCode.USAGE, problems) from error


def _leave(code: ExitCode, message: str | None = None) -> NoReturn:
    if message:
        print_error(message)
    raise typer.Exit(int(code))
