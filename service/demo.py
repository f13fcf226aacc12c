"""The demonstration: a sample article through a running service, over HTTP, and printed.

`make demo` runs it. It starts the service as a process of its own and is nothing but a
client of it. A second run finds the article stored and works on the next claim.

Environment: PORT (8000) to listen on; ONCE=1 to stop the service after the print;
CLAIMDESK_API_KEY, where the database has API keys.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import typer
from rich.console import Console
from rich.text import Text

from service.commands.outcomes import ExitCode, Stop, explained, load_settings
from service.commands.serving import listen, migrate_database
from service.commands.submitting import API_KEY_VARIABLE
from service.commands.terminal import make_console, print_article, print_history, working
from service.settings import Settings
from service.storage.unit_of_work import UnitOfWorkFactory

_SAMPLE = "ferry_inquiry.txt"
_PUBLISHED_AT = "2024-11-21"
_READY_SECONDS = 300
_WAIT_SECONDS = 120
_ANALYSIS_SECONDS = 900
_STOP_SECONDS = 40
_POLL_SECONDS = 0.5
_KEY_NEEDED = (
    f"{{database}} has API keys, so that the demonstration needs one: "
    f"`claimdesk keys create demo --role editor` makes one; run it again with {API_KEY_VARIABLE} "
    "set to it. Or give it a database of its own: CLAIMDESK_DATA_DIR=folder."
)
_LOG_LINES = 15
#: The move that a claim makes in the demonstration, by where it stands; the first kind of
#: claim that is there makes it.
_MOVES: dict[str, tuple[str, str]] = {
    "new": ("triaged", "Names a source that can be asked."),
    "triaged": ("in_progress", "A colleague has called the source."),
    "in_progress": ("in_review", "The answer has come in."),
    "in_review": ("in_progress", "The reviewer wants a second source."),
    "dismissed": ("in_progress", "It has turned out to matter."),
    "closed": ("in_progress", "A reader has sent a document."),
}


def main() -> None:
    """Run the demonstration; ends with an exit code of the command line."""
    try:
        with explained():
            _demonstrate()
    except typer.Exit as end:
        sys.exit(end.exit_code)


def _demonstrate() -> None:
    settings = _settings()
    listen(settings.host, settings.port).close()
    migrate_database(settings)
    headers = _headers(settings)
    console = make_console()
    # A stop by the system must stop the service too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(int(ExitCode.OK)))
    with _service(settings) as process:
        address = f"http://{settings.host}:{settings.port}"
        with httpx.Client(
            base_url=address, headers=headers, timeout=_WAIT_SECONDS + 30, trust_env=False
        ) as client:
            with working("Starting the service and loading the weights"):
                _await_ready(client, process, settings)
            article = _submit(client, console)
            print_article(console, article)
            _move_a_claim(client, console, article["claims"])
        console.print()
        console.print(Text.assemble(("Swagger UI: ", "bold"), f"{address}/docs"))
        if os.environ.get("ONCE", "") not in {"", "0"}:
            return
        console.print("The service goes on running until Ctrl-C.")
        sys.stdout.flush()
        try:
            process.wait()
        except KeyboardInterrupt:
            console.print("Stopping the service …")
            return
        raise Stop(ExitCode.FAILED, f"the service has stopped\n{_log_end(settings)}")


def _settings() -> Settings:
    port = os.environ.get("PORT", "")
    if port and not port.isdigit():
        raise Stop(ExitCode.USAGE, f"PORT must be a number, not '{port}'")
    settings = load_settings(port=int(port) if port else None)
    if settings.port == 0:
        raise Stop(ExitCode.USAGE, "PORT must be 1 to 65535 here: the address is printed")
    return settings


def _headers(settings: Settings) -> dict[str, str]:
    """Return what shows the service who calls.

    Raises:
        Stop: If it asks for a key, and none was given.
    """
    key = os.environ.get(API_KEY_VARIABLE)
    if key:
        return {"Authorization": f"Bearer {key}"}
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    try:
        with unit_of_work() as uow:
            needed = uow.keys.any()
    finally:
        unit_of_work.dispose()
    if needed:
        database = "The database that CLAIMDESK_DATABASE_URL names"
        if settings.database_url is None:
            database = f"The database in {settings.data_dir}"
        raise Stop(ExitCode.USAGE, _KEY_NEEDED.format(database=database))
    return {}


def _log_path(settings: Settings) -> Path:
    return settings.data_dir / "service.log"


def _log_end(settings: Settings) -> str:
    lines = _log_path(settings).read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([f"The end of {_log_path(settings)}:", *lines[-_LOG_LINES:]])


@contextmanager
def _service(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """Run the service for as long as the block runs, its log in the data folder."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "service.cli", "serve"),
        *("--host", settings.host, "--port", str(settings.port)),
    ]
    with _log_path(settings).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  the arguments are this module's own # nosec B603
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for this process, which then stops the service in order.
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_ready(
    client: httpx.Client, process: subprocess.Popen[bytes], settings: Settings
) -> None:
    """Wait until the service can analyse articles.

    Raises:
        Stop: If it ends, or is not ready in time.
    """
    deadline = time.monotonic() + _READY_SECONDS
    state = "it does not answer"
    while time.monotonic() < deadline:
        code = process.poll()
        if code is not None:
            known = code in set(ExitCode)
            raise Stop(
                ExitCode(code) if known and code else ExitCode.FAILED,
                f"the service could not be started\n{_log_end(settings)}",
            )
        try:
            response = client.get("/readyz")
        except httpx.TransportError:
            time.sleep(_POLL_SECONDS)
            continue
        if response.is_success:
            return
        state = response.text
        time.sleep(_POLL_SECONDS)
    raise Stop(ExitCode.FAILED, f"the service did not become ready: {state}\n{_log_end(settings)}")


def _answer(response: httpx.Response) -> Any:  # noqa: ANN401  a JSON body
    """Return the body of a good answer.

    Raises:
        Stop: If the service refused.
    """
    if response.is_success:
        return response.json()
    request = response.request
    try:
        reason = response.json()["detail"]
    except (ValueError, KeyError, TypeError):
        reason = response.text
    raise Stop(
        ExitCode.FAILED,
        f"{request.method} {request.url.path} was answered {response.status_code}: {reason}",
    )


def _submit(client: httpx.Client, console: Console) -> Mapping[str, Any]:
    """Send the sample article and return it analysed."""
    text = files("service.samples").joinpath(_SAMPLE).read_text("utf-8")
    started = time.monotonic()
    with working(f"Analysing the sample article {_SAMPLE}"):
        response = client.post(
            "/v1/articles",
            json={"text": text, "published_at": _PUBLISHED_AT},
            headers={"Prefer": f"wait={_WAIT_SECONDS}"},
        )
        article: dict[str, Any] = _answer(response)
        known = response.status_code == httpx.codes.OK and article["status"] == "ready"
        if article["status"] == "failed":
            article = _answer(client.post(f"/v1/articles/{article['id']}/retry"))
        while article["status"] not in {"ready", "failed"}:
            if time.monotonic() - started > _ANALYSIS_SECONDS:
                raise Stop(ExitCode.FAILED, "the analysis took too long; see the service's log")
            time.sleep(_POLL_SECONDS)
            article = _answer(client.get(f"/v1/articles/{article['id']}"))
    if article["status"] == "failed":
        failure = article["failure"]
        raise Stop(ExitCode.FAILED, f"{failure['title']}: {failure['detail']}")
    seconds = time.monotonic() - started
    source = "was stored by an earlier run" if known else f"was analysed in {seconds:.0f} s"
    console.print(f"The sample article of {len(text):,} characters {source}.")
    return article


def _move_a_claim(client: httpx.Client, console: Console, claims: list[Mapping[str, Any]]) -> None:
    """Move one claim a step on and print its history."""
    order = list(_MOVES)
    if not claims:
        console.print("There is no claim whose status could be changed.")
        return
    chosen = min(claims, key=lambda claim: order.index(claim["workflow"]))
    path = f"/v1/claims/{chosen['id']}"
    current = client.get(path)
    before = _answer(current)["workflow"]
    after, reason = _MOVES[before]
    changed = _answer(
        client.post(
            f"{path}/status",
            json={"workflow": after, "reason": reason},
            headers={"If-Match": current.headers["ETag"]},
        )
    )
    console.print()
    console.print(Text("A status change", "bold underline"))
    console.print(Text(changed["text"]))
    console.print(f"moved from {before} to {changed['workflow']}. Its history:")
    print_history(console, _answer(client.get(f"{path}/history"))["items"])


if __name__ == "__main__":
    main()
