"""Check a version: whether a caller has seen the claim that it is about to change."""

from __future__ import annotations

from service.domain.claim import Claim
from service.domain.errors import VersionMismatchError


def check_version(claim: Claim, expected_version: int | None) -> None:
    """Refuse a change of a version that is no longer the current one.

    Args:
        claim: As it is stored now.
        expected_version: The version that the caller has read; None for any.

    Raises:
        VersionMismatchError: Where the claim has another version.
    """
    if expected_version is not None and expected_version != claim.version:
        raise VersionMismatchError(
            f"The claim has version {claim.version}, not {expected_version}; read it again "
            "and decide on what it says now."
        )
