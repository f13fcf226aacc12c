"""Models: the commands that list, fetch and verify the weights, and show their cards."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.outcomes import ExitCode, Stop, command, load_settings
from service.commands.terminal import make_console, print_error, working

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import TaskID

    from service.inference.catalogue import Weights
    from service.inference.fetching import Progress as FetchProgress
    from service.settings import Settings

_LOCAL_SCHEME = "local:"
_MEGABYTE = 1_000_000
_KILOBYTE = 1_000
#: Where standard error is no terminal, a line of progress for every tenth of a file.
_PLAIN_STEPS = 10

app = typer.Typer(
    help="The weights: list, fetch, verify, and read their cards.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Names = Annotated[
    list[str] | None,
    typer.Argument(help="Weights by name; those that the service needs where none is given."),
]


def needed_weights(settings: Settings) -> list[Weights]:
    """Return the weights that the service needs as it is configured."""
    from service.inference.catalogue import EMBEDDER, find_weights  # noqa: PLC0415  heavy

    names = (settings.generator.removeprefix(_LOCAL_SCHEME), EMBEDDER)
    return [weights for name in names if (weights := find_weights(name)) is not None]


def _chosen(names: list[str] | None, settings: Settings) -> list[Weights]:
    from service.inference.catalogue import CATALOGUE, find_weights  # noqa: PLC0415  heavy

    if not names:
        return needed_weights(settings)
    unknown = [name for name in names if find_weights(name) is None]
    if unknown:
        known = ", ".join(weights.name for weights in CATALOGUE)
        raise Stop(ExitCode.USAGE, f"no weights are called {', '.join(unknown)}; known: {known}")
    return [weights for name in names if (weights := find_weights(name)) is not None]


def _state(weights: Weights, models_dir: Path) -> str:
    from service.inference.conversion import is_converted  # noqa: PLC0415  heavy
    from service.inference.fetching import is_present  # noqa: PLC0415  heavy

    if not is_present(weights, models_dir):
        return "not fetched"
    if weights.is_gguf and not is_converted(weights, models_dir):
        return "fetched, not converted"
    return "ready"


@app.command("list")
@command
def list_weights() -> None:
    """List the weights, what they are for and whether they are here, and what is shipped."""
    from service.inference.cards import SHIPPED  # noqa: PLC0415  heavy
    from service.inference.catalogue import CATALOGUE  # noqa: PLC0415  heavy

    settings = load_settings()
    needed = {weights.name for weights in needed_weights(settings)}
    console = make_console()
    for weights in CATALOGUE:
        use = "needed" if weights.name in needed else "optional"
        state = _state(weights, settings.resolved_models_dir)
        size = f"{weights.size_bytes / _MEGABYTE:,.0f} MB"
        console.print(f"{weights.name}  ({use}, {state})")
        console.print(f"    {weights.purpose}; {size}, {weights.licence}")
    for item in SHIPPED:
        size = f"{max(1, round(item.size_bytes / _KILOBYTE)):,} kB"
        console.print(f"{item.name}  (shipped, ready)")
        console.print(f"    {item.purpose}; {size}, {item.licence}")
    console.print(f"Folder: {settings.resolved_models_dir}", soft_wrap=True)


@app.command("card")
@command
def show_card(
    name: Annotated[str, typer.Argument(help="The name, as `claimdesk models list` prints it.")],
) -> None:
    """Print a model's card: its purpose, data, size, figures, limits and licence."""
    from service.inference.cards import card_names, read_card  # noqa: PLC0415  heavy

    card = read_card(name)
    if card is None:
        known = ", ".join(card_names())
        raise Stop(ExitCode.USAGE, f"there is no card of {name}; known: {known}")
    typer.echo(card, nl=False)


@app.command("fetch")
@command
def fetch_weights(names: _Names = None) -> None:
    """Fetch weights, verify their SHA-256 and make them ready; what is here is kept."""
    from service.inference.fetching import fetch  # noqa: PLC0415  heavy

    settings = load_settings()
    models_dir = settings.resolved_models_dir
    for weights in _chosen(names, settings):
        before = _state(weights, models_dir)
        if before != "ready":
            with _progress() as show:
                try:
                    fetch(weights, models_dir, show)
                except OSError as error:
                    reason = f"{models_dir} cannot be written ({error.strerror})"
                    raise Stop(ExitCode.WEIGHTS_MISSING, reason) from error
            _make_ready(weights, models_dir)
        done = "were ready before" if before == "ready" else "are fetched, verified and ready"
        make_console().print(f"{weights.name}: the weights {done}.")


def _make_ready(weights: Weights, models_dir: Path) -> None:
    """Convert weights now that would otherwise be converted at the service's first start."""
    from service.inference.conversion import is_converted  # noqa: PLC0415  heavy

    if not weights.is_gguf or is_converted(weights, models_dir):
        return
    with working(f"Converting {weights.name}, once, for a minute or so"):
        # Imports torch and transformers, which takes seconds of its own.
        from service.inference.conversion import convert  # noqa: PLC0415  heavy

        convert(weights, models_dir)


@app.command("verify")
@command
def verify_weights(names: _Names = None) -> None:
    """Read weights through and compare their SHA-256 with the catalogue's."""
    from service.inference.fetching import verify  # noqa: PLC0415  heavy

    settings = load_settings()
    damaged = False
    for weights in _chosen(names, settings):
        with working(f"Reading {weights.name}"):
            problems = verify(weights, settings.resolved_models_dir)
        for problem in problems:
            print_error(problem)
        damaged = damaged or bool(problems)
        if not problems:
            make_console().print(f"{weights.name}: all files are as published.")
    if damaged:
        raise Stop(ExitCode.WEIGHTS_MISSING, "run `claimdesk models fetch` to fetch them again")


@contextmanager
def _progress() -> Iterator[FetchProgress]:
    """Show how far a fetch has come, on standard error."""
    from rich.progress import (  # noqa: PLC0415  heavy
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    console = make_console(sys.stderr)
    if not console.is_terminal:
        yield _plain_progress()
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def show(path: str, done: int, total: int) -> None:
            if path not in tasks:
                tasks[path] = bars.add_task(path, total=total)
            bars.update(tasks[path], completed=done)

        yield show


def _plain_progress() -> FetchProgress:
    """Return a reporter that prints a line for every tenth of a large file."""
    shown: dict[str, int] = {}
    console = make_console(sys.stderr)

    def show(path: str, done: int, total: int) -> None:
        step = done * _PLAIN_STEPS // total
        if total >= _MEGABYTE and step > shown.get(path, -1):
            shown[path] = step
            console.print(f"{path}: {done // _MEGABYTE} of {total // _MEGABYTE} MB")

    return show
