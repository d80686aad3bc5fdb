"""Runs every `bench_*.py` beside this file: a table each on the screen, and build/bench.json."""

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
FILE = HERE.parent / "build" / "bench.json"


def main() -> int:
    """Run all benchmarks; 1 where a goal was missed."""
    results = []
    for path in sorted(HERE.glob("bench_*.py")):
        result = importlib.import_module(f"benchmarks.{path.stem}").main()
        print(f"{result['name']}: {result['goal']}: {'reached' if result['reached'] else 'MISSED'}\n", flush=True)
        results.append(result)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return int(not all(result["reached"] for result in results))


if __name__ == "__main__":
    sys.exit(main())
