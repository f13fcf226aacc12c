"""Embed claims that have no vector yet, such as those that an earlier version stored."""

from __future__ import annotations

import logging
from collections.abc import Callable

from service.domain.collaborators import ClaimMatcher
from service.domain.errors import ClaimdeskError
from service.domain.matching import Embedding
from service.storage.unit_of_work import UnitOfWork
from service.text.likeness import without_addresses

logger = logging.getLogger(__name__)

#: Claims that are embedded and committed at a time.
BATCH_SIZE = 200


def embed_all_claims(
    unit_of_work: Callable[[], UnitOfWork],
    matcher: ClaimMatcher,
    tell: Callable[[int, int], None] = lambda _done, _left: None,
) -> int:
    """Embed all claims that have no vector of this embedder; return how many there were.

    What is done is committed batch by batch, so that it can be stopped and taken up again,
    and any number of processes may do so at a time.

    Args:
        unit_of_work: Opens a unit of work.
        matcher: Embeds the claims.
        tell: Told after each batch how many are done and how many are left.
    """
    done = 0
    while True:
        with unit_of_work() as uow:
            missing = uow.claim_vectors.list_unembedded(matcher.model, BATCH_SIZE)
        if not missing:
            return done
        # No connection is held while the network runs.
        vectors = matcher.embed([without_addresses(text) for _, text in missing])
        with unit_of_work() as uow:
            for (claim_id, text), vector in zip(missing, vectors, strict=True):
                # It may have been reworded or deleted meanwhile.
                if uow.claims.has_text(claim_id, text):
                    uow.claim_vectors.store(claim_id, Embedding(matcher.model, tuple(vector)))
            uow.commit()
            left = uow.claim_vectors.count_unembedded(matcher.model)
        done += len(missing)
        tell(done, left)


def embed_unattended(
    unit_of_work: Callable[[], UnitOfWork], load_matcher: Callable[[], ClaimMatcher]
) -> None:
    """Embed all claims that have no vector where nobody waits for it; failures are logged.

    What is not embedded then is embedded by the next who calls this, or `embed_all_claims`.
    """
    try:
        count = embed_all_claims(unit_of_work, load_matcher())
    except ClaimdeskError as error:
        logger.error("embedding stored claims: %s", error.detail)  # noqa: TRY400  says it all
    except Exception:  # a database that is not migrated yet, say; the service itself goes on
        logger.exception("embedding stored claims stopped; `claimdesk embed` goes on with it")
    else:
        if count:
            logger.info("embedded %d stored claims that had no vector", count)
