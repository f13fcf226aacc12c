"""The use-case room: what callers want done, one verb phrase a module.

Use cases join domain rules, text functions and storage; the networks come in as
Protocols of the domain. May import domain, text and storage, never inference.
"""

from service.storage.unit_of_work import UnitOfWork

__all__ = ["UnitOfWork"]
