"""Key examples: the API key that the document of the API shows."""

from __future__ import annotations

from typing import Any

from service.api.schemas.examples import CREATED_AT, UPDATED_AT

KEY_ID = "6f4f7a0e-0f0c-4f0f-9d53-3c9f6e2b7d41"
#: Not the secret of any key: nobody's hash is of it.
KEY_TOKEN = "cd_k3v9x2m4q7_ThisIsAnExampleAndOpensNothingAtAll000000000"  # noqa: S105  see above # nosec B105
KEY_CREATE: dict[str, Any] = {
    "name": "cms",
    "role": "submitter",
    "expires_at": "2027-01-01T00:00:00Z",
}
KEY: dict[str, Any] = {
    "id": KEY_ID,
    "name": "cms",
    "role": "submitter",
    "prefix": "cd_k3v9x2m4q7",
    "created_at": CREATED_AT,
    "created_by": "desk-admin",
    "expires_at": "2027-01-01T00:00:00Z",
    "last_used_at": UPDATED_AT,
    "revoked_at": None,
    "revoked_by": None,
}
