"""Embedding: the command that makes the vectors of claims that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.commands.outcomes import command, load_settings
from service.commands.terminal import counting, make_console, working

if TYPE_CHECKING:
    from service.settings import Settings
    from service.storage.unit_of_work import UnitOfWorkFactory


@command
def embed() -> None:
    """Make the vectors of stored claims that have none, so that they are found by meaning.

    The service does so by itself when it starts; this does it while it is stopped.
    """
    from service.storage.unit_of_work import UnitOfWorkFactory  # noqa: PLC0415  heavy

    settings = load_settings()
    unit_of_work = UnitOfWorkFactory(settings.resolved_database_url, settings.index_dir)
    try:
        count = embed_claims(settings, unit_of_work)
    finally:
        unit_of_work.dispose()
    console = make_console()
    console.print(f"{count:,} claims were embedded." if count else "Every claim has its vector.")


def embed_claims(settings: Settings, unit_of_work: UnitOfWorkFactory) -> int:
    """Embed the claims that have no vector, showing how far that is; return how many there were.

    Raises:
        WeightsError: If there are such claims, and the weights are missing or damaged.
    """
    from service.inference.catalogue import embedder_revision  # noqa: PLC0415  heavy
    from service.main import MatcherLoader  # noqa: PLC0415  heavy
    from service.use_cases.embed_claims import embed_all_claims  # noqa: PLC0415  heavy

    with unit_of_work() as uow:
        missing = uow.claim_vectors.count_unembedded(embedder_revision())
    if not missing:
        return 0
    with working("Loading the embedder"):
        matcher = MatcherLoader(settings)()
    with counting("Embedding", missing) as tell:
        return embed_all_claims(unit_of_work, matcher, tell)
