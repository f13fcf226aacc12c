"""Embedding: the command that makes the vectors of claims that have none."""

from __future__ import annotations

from service.commands.outcomes import command, load_settings
from service.commands.terminal import make_console, working


@command
def embed() -> None:
    """Make the vectors of stored claims that have none, so that they are found by meaning.

    The service does so by itself when it starts; this does it while it is stopped.
    """
    from service.main import MatcherLoader  # noqa: PLC0415  heavy
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy
    from service.use_cases.embed_claims import embed_all_claims  # noqa: PLC0415  heavy

    settings = load_settings()
    console = make_console()
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url, settings.index_dir)
    with working("Loading the embedder"):
        matcher = MatcherLoader(settings)()
    try:
        count = embed_all_claims(
            unit_of_work,
            matcher,
            lambda done, left: console.print(f"{done:,} embedded, {left:,} to go"),
        )
    finally:
        unit_of_work.dispose()
    console.print(f"{count:,} claims were embedded." if count else "Every claim has its vector.")
