"""Permissions: the one table that says which role may do which operation."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.routing import APIRoute

from service.api.guarded_route import GuardedRoute
from service.domain.api_key import Role

#: For everybody, with or without a key.
OPEN = None
READERS = frozenset(Role)
SUBMITTERS = READERS - {Role.READER}
EDITORS = SUBMITTERS - {Role.SUBMITTER}
ADMINS = EDITORS - {Role.EDITOR}

#: The roles that may do each operation, by its `operation_id`. What is not here is not served.
PERMISSIONS: Mapping[str, frozenset[Role] | None] = {
    # The page and the document of the API hold nothing of the desk's; probes carry no key.
    "get_docs": OPEN,
    "get_docs_file": OPEN,
    "get_openapi_document": OPEN,
    "get_liveness": OPEN,
    "get_readiness": OPEN,
    "get_metrics": READERS,
    "list_articles": READERS,
    "get_article": READERS,
    "list_article_claims": READERS,
    "submit_article": SUBMITTERS,
    "retry_analysis": SUBMITTERS,
    "create_batch": SUBMITTERS,
    "get_batch": READERS,
    "list_batch_rows": READERS,
    "delete_article": EDITORS,
    "correct_article_text": EDITORS,
    "list_article_revisions": READERS,
    "get_article_revision": READERS,
    "list_revision_changes": READERS,
    "list_summaries": READERS,
    "get_summary": READERS,
    "request_summary": SUBMITTERS,
    "list_claims": READERS,
    "get_claim": READERS,
    "get_claim_context": READERS,
    "get_claim_history": READERS,
    "get_claim_review": READERS,
    "list_claim_reviews": READERS,
    "list_annotations": READERS,
    "export_claims_as_csv": READERS,
    "export_claims_as_json_lines": READERS,
    "import_fact_checks": EDITORS,
    "create_claim": EDITORS,
    "update_claim": EDITORS,
    "change_claim_status": EDITORS,
    "list_views": READERS,
    "get_view": READERS,
    "create_view": EDITORS,
    "update_view": EDITORS,
    "delete_view": EDITORS,
    "get_stats": READERS,
    "stream_events": READERS,
    # Whoever makes a webhook has the service send what it knows to an address.
    "list_webhooks": ADMINS,
    "get_webhook": ADMINS,
    "create_webhook": ADMINS,
    "update_webhook": ADMINS,
    "delete_webhook": ADMINS,
    "rotate_webhook_secret": ADMINS,
    "list_webhook_deliveries": ADMINS,
    "redeliver_webhook": ADMINS,
    "search_claims": READERS,
    "list_claim_matches": READERS,
    "list_claim_links": READERS,
    "get_claim_link": READERS,
    "put_claim_link": EDITORS,
    "delete_claim_link": EDITORS,
    "get_claim_group": READERS,
    "list_claim_impact": READERS,
    "decide_claim_group": EDITORS,
    "list_keys": ADMINS,
    "get_key": ADMINS,
    "create_key": ADMINS,
    "revoke_key": ADMINS,
}


def check_permissions(routers: tuple[APIRouter, ...]) -> None:
    """Make sure that every operation has its row and that its route keeps to it.

    Raises:
        LookupError: Where an operation is not in the table.
        TypeError: Where the class of a route does not look at the table.
    """
    for router in routers:
        for route in router.routes:
            if not isinstance(route, APIRoute):
                continue
            if route.name not in PERMISSIONS:
                message = f"say who may do {route.name} in the table of service/api/permissions.py"
                raise LookupError(message)
            if not isinstance(route, GuardedRoute):
                message = f"the router of {route.name} needs route_class=GuardedRoute or a subclass"
                raise TypeError(message)
