"""Writes what the long proofs measured to build/soak.json: outcome, seconds and figures of each."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[1] / "build" / "soak.json"


class SoakReport:
    """Collects the figures that tests note with ``record_property``."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            self._rows.append(
                {
                    "test": report.nodeid,
                    "outcome": report.outcome,
                    "seconds": round(report.duration, 2),
                    **dict(report.user_properties),
                }
            )

    def pytest_sessionfinish(self) -> None:
        """Put these in the place of what an earlier run said of the same tests, and keep what it said of others."""
        FILE.parent.mkdir(exist_ok=True)
        before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else []
        again = {row["test"] for row in self._rows}
        rows = [*(row for row in before if row["test"] not in again), *self._rows]
        FILE.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Report only where the full counts are run, and only once where several processes run them."""
    if os.environ.get("CANDOR_SOAK") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SoakReport(), "soak-report")
