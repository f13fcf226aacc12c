"""Embed claims that have no vector yet, such as those that an earlier version stored."""

from __future__ import annotations

from collections.abc import Callable

from service.domain.collaborators import ClaimMatcher
from service.domain.matching import Embedding
from service.storage.unit_of_work import UnitOfWork
from service.text.likeness import without_addresses

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
