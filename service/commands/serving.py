"""Serving: the commands that run the API and that bring its database up to date."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.models import needed_weights
from service.commands.outcomes import ExitCode, Stop, command, load_settings
from service.commands.summaries import recheck_all
from service.commands.terminal import make_console, print_error
from service.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from service.settings import Settings

_KEYS_NEEDED = (
    "{host} can be reached from other machines, and there is no API key that could be used: "
    "whoever reached it could read and change everything. Make one with `claimdesk keys create`, "
    "or listen on a loopback address (127.0.0.1, ::1, localhost)."
)
_WITHOUT_KEYS = (
    "No API keys: the service listens on a loopback address alone, and whoever uses this machine "
    "may do everything. `claimdesk keys create` makes a key; from then on every request needs one."
)
_WITH_KEYS = "API keys are required."
#: From this revision on every verdict has marked the summaries that state what it found false.
_MARKS_SINCE = "0019"
_PORT_BUSY = (
    "port {port} of {host} cannot be used ({reason}). Stop the program that listens there, or "
    "choose another port with --port."
)


@command
def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on; beyond loopback only with API keys (CLAIMDESK_HOST)."
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port to listen on, 0 for any (CLAIMDESK_PORT)."),
    ] = None,
    migrate_first: Annotated[
        bool, typer.Option("--migrate", help="Bring the database to the current form first.")
    ] = False,
    worker: Annotated[
        bool,
        typer.Option(help="Analyse articles in this process, or leave that to `claimdesk worker`."),
    ] = True,
) -> None:
    """Serve the API until Ctrl-C."""
    settings = load_settings(host=host, port=port)
    with listen(settings.host, settings.port) as listener:
        if migrate_first:
            migrate_database(settings)
        check_database(settings, migrated=True)
        access = _tell_access(settings)
        warn_of_missing_weights(settings)
        name = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{name}:{listener.getsockname()[1]}"
        make_console().print(f"Claimdesk listens on {address} (Swagger UI: {address}/docs)")
        make_console().print(access)
        sys.stdout.flush()
        _run_server(settings, listener, takes_jobs=worker)


@command
def migrate() -> None:
    """Bring the database to the current form."""
    make_console().print(migrate_database(load_settings()))


def migrate_database(settings: Settings) -> str:
    """Bring the database to the current form and tell in two sentences what was done.

    Raises:
        Stop: If the database does not answer.
    """
    from service.storage.migration import (  # noqa: PLC0415  heavy
        current_revision,
        is_current,
        upgrade,
        use_pgvector,
    )

    url = settings.resolved_database_url
    check_database(settings)
    former = current_revision(url)
    state = "is already" if is_current(url) else "is now"
    upgrade(url)
    searched = use_pgvector(url)
    told = f"The database {state} at revision {current_revision(url)}. {searched}"
    if former is not None and former < _MARKS_SINCE:
        try:
            told += f"\n{recheck_all(settings)}"
        except BaseException:
            # The next migration has no way to know of it.
            make_console().print(
                "Not all summaries were rechecked: run `claimdesk summaries recheck`."
            )
            raise
    return told


def listen(host: str, port: int) -> socket.socket:
    """Bind an address, so that a busy port is found before anything is loaded.

    Raises:
        Stop: If the host is unknown, or the port cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise Stop(ExitCode.USAGE, f"'{host}' is no address of this machine") from error
    listener = socket.socket(family, kind, protocol)
    # Without it, a restart would have to wait until the last connections are forgotten.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        message = _PORT_BUSY.format(port=port, host=host, reason=error.strerror)
        raise Stop(ExitCode.PORT_BUSY, message) from error
    return listener


def _tell_access(settings: Settings) -> str:
    """Return what to say about who can call.

    Raises:
        Stop: If others than this machine could, and no key keeps them out.
    """
    from service.main import utc_now  # noqa: PLC0415  heavy
    from service.settings import is_loopback  # noqa: PLC0415  heavy
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy

    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    with unit_of_work() as uow:
        usable, ever = uow.keys.any_usable(utc_now()), uow.keys.any()
    unit_of_work.dispose()
    if not usable and not is_loopback(settings.host):
        raise Stop(ExitCode.USAGE, _KEYS_NEEDED.format(host=settings.host))
    return _WITH_KEYS if ever else _WITHOUT_KEYS


def check_database(settings: Settings, *, migrated: bool = False) -> None:
    """Make sure that the database answers and, if asked, that it is migrated.

    Raises:
        Stop: If it does not, or is not.
    """
    from service.storage.migration import is_current  # noqa: PLC0415  heavy
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy

    if settings.database_url is None:
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"the data folder {settings.data_dir} cannot be made ({error.strerror})"
            raise Stop(ExitCode.DATABASE_UNAVAILABLE, message) from error
    try:
        unit_of_work = UnitOfWorkFactory(settings.resolved_database_url)
    except InvalidInputError as error:
        raise Stop(ExitCode.USAGE, f"CLAIMDESK_DATABASE_URL: {error.detail}") from error
    problem = unit_of_work.problem()
    unit_of_work.dispose()
    if problem is not None:
        raise Stop(ExitCode.DATABASE_UNAVAILABLE, f"the database cannot be used: {problem}")
    if migrated and not is_current(settings.resolved_database_url):
        raise Stop(
            ExitCode.DATABASE_UNAVAILABLE,
            "the database is not migrated; run `claimdesk migrate`",
        )


def warn_of_missing_weights(settings: Settings) -> None:
    """Say it at once; what is stored can be read and worked on all the same."""
    from service.inference.fetching import is_present  # noqa: PLC0415  heavy

    missing = [
        weights.name
        for weights in needed_weights(settings)
        if not is_present(weights, settings.resolved_models_dir)
    ]
    if missing:
        print_error(
            f"weights are missing ({', '.join(missing)}): no article can be analysed until "
            "`claimdesk models fetch` has brought them"
        )


def leave(*, in_order: bool) -> None:
    """End the process, also where a stage that was handed back still computes.

    Threads that compute cannot be stopped, and Python would wait for them.
    """
    if not in_order:
        logging.shutdown()
        sys.stdout.flush()
        os._exit(int(ExitCode.OK))


def _run_server(settings: Settings, listener: socket.socket, *, takes_jobs: bool) -> None:
    import uvicorn  # noqa: PLC0415  heavy

    from service.logs import start_log  # noqa: PLC0415  heavy
    from service.main import STOP_SECONDS, create_service_app  # noqa: PLC0415  heavy
    from service.traces import end_traces, start_traces  # noqa: PLC0415  heavy

    start_log(settings)
    start_traces(settings)
    app = create_service_app(settings, takes_jobs=takes_jobs)

    class Server(uvicorn.Server):
        """Ends streams and waits for jobs before it waits for what is being answered."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.event_watch.close()
            app.state.prepare_to_close()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS["requests"],
    )
    # uvicorn raises the signal again once it has shut down in order; that is a good end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(int(ExitCode.OK)))
    try:
        Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        make_console(sys.stderr).print("Claimdesk has stopped.")
    finally:
        end_traces(STOP_SECONDS["traces"])
        leave(in_order=app.state.ended_in_order)
