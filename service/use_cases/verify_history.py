"""Verify the history: walk over the whole chain and tell whether it is unbroken."""

from __future__ import annotations

from service.domain.claim_history import HistoryBreak, HistoryReport
from service.storage.unit_of_work import UnitOfWork


def verify_history(uow: UnitOfWork, includes: str | None = None) -> HistoryReport:
    """Compute every hash of the history anew and compare it with what is stored.

    A chain cannot tell by itself that its end was cut off. Whoever notes the head now and
    then, outside of the database, can have it looked for.

    Args:
        uow: Where claims are stored; nothing is written.
        includes: A hash that was the head once, in hexadecimal; None to look for none.
    """
    head = uow.history.genesis_hash
    is_included = includes in {None, head}
    count = 0
    for link in uow.history.walk():
        expected = count + 1
        problem = None
        if link.position != expected:
            problem = f"Entry {expected} of the chain is missing."
        elif link.previous_hash != head:
            problem = "The entry does not follow from the one before it."
        elif link.computed_hash is None:
            problem = "The event is missing."
        elif link.computed_hash != link.hash:
            problem = "The event is not what was written."
        if problem is not None:
            broken = HistoryBreak(link.position, link.claim_id, link.sequence, problem)
            return HistoryReport(count, head, broken)
        count, head = expected, link.hash
        is_included = is_included or link.hash == includes
    unsealed = uow.history.find_unsealed()
    if unsealed is not None:
        broken = HistoryBreak(None, *unsealed, "The event is in no entry of the chain.")
        return HistoryReport(count, head, broken)
    if not is_included:
        detail = f"The chain has no entry with the hash {includes}; its end may be cut off."
        return HistoryReport(count, head, HistoryBreak(None, None, None, detail))
    return HistoryReport(count, head, None)
