"""What is shipped for running Claimdesk elsewhere says nothing that is not so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry
from typer.main import get_command

from service.api.desk_load import DeskLoad
from service.api.metrics import Metrics
from service.cli import app
from service.domain.stats import NO_VERDICTS
from service.jobs.pipeline_metrics import PipelineMetrics
from service.main import STOP_SECONDS
from service.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DASHBOARD: dict[str, Any] = json.loads(
    (ROOT / "deploy" / "grafana-dashboard.json").read_text(encoding="utf-8")
)


def known_metrics() -> set[str]:
    pipeline = PipelineMetrics()
    metrics = Metrics("0", lambda: DeskLoad({}, {}, 0, NO_VERDICTS), pipeline.collectors())
    registry: CollectorRegistry = metrics.registry
    return set(registry._names_to_collectors)


@pytest.mark.parametrize("panel", DASHBOARD["panels"], ids=lambda panel: panel["title"])
def test_a_panel_asks_for_metrics_that_there_are(panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        names = set(re.findall(r"claimdesk_[a-z_]+", target["expr"]))
        assert names
        assert names <= known_metrics()


@pytest.mark.parametrize("name", ["migrate", "models", "api", "worker"])
def test_a_container_runs_a_command_with_settings_that_there_are(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["command"][0] in get_command(app).commands  # type: ignore[attr-defined]  # a click group
    variables = {key.removeprefix("CLAIMDESK_").lower() for key in service["environment"]}
    assert variables <= set(Settings.model_fields)


def test_processes_get_the_time_that_they_take_to_hand_over() -> None:
    for name in ("api", "worker"):
        assert COMPOSE["services"][name]["stop_grace_period"] == "30s"
    assert COMPOSE["services"]["worker"]["deploy"]["replicas"] == 2
    assert COMPOSE["services"]["vllm"]["profiles"] == ["vllm"]


def test_all_parts_of_a_stop_together_end_before_processes_are_killed() -> None:
    grace = int(COMPOSE["services"]["api"]["stop_grace_period"].removesuffix("s"))
    # Beside them the process itself has to end.
    assert sum(STOP_SECONDS.values()) <= grace - 3
    assert set(STOP_SECONDS) == {"requests", "stages", "watch", "webhooks", "traces"}
