"""What looking costs when nothing is due, with little and with much in the database; and a worker's memory."""

import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import insert

from benchmarks.crowd import a_bot, now
from bot.app import Candor
from bot.db import tables

FEW, MANY, MOST_TIMES = 1_000, 100_000, 2.0
TEAMS, MOST_MEGABYTES = 10_000, 200
NOWHERE = "http://127.0.0.1:9/api/"
ROUNDS = 30


def main() -> dict[str, object]:
    """Print the table and return what `make bench` keeps."""
    ours = {many: _ours(many) for many in (FEW, MANY)}
    theirs = {many: _apschedulers(many) for many in (FEW, MANY)}
    with a_bot(NOWHERE) as candor:
        fill(candor, teams=TEAMS, meetings=0, checkins=0)
        megabytes = _in_a_process_of_its_own(_memory, candor.settings.database_url)
    times = ours[MANY] / ours[FEW]
    print(f"{'':>12} {'Candor':>10} {'APScheduler':>12}")
    for many in (FEW, MANY):
        print(f"{many:>12} {ours[many]:>7.2f} ms {theirs[many]:>9.2f} ms")
    print(f"{TEAMS} teams: {megabytes:.0f} MB")
    return {
        "name": "clock",
        "goal": f"with {MANY} waiting at most {MOST_TIMES} times as long as with {FEW}; "
        f"a worker with {TEAMS} teams in at most {MOST_MEGABYTES} MB",
        "reached": times <= MOST_TIMES and megabytes <= MOST_MEGABYTES,
        "milliseconds": {str(many): round(took, 3) for many, took in ours.items()},
        "times": round(times, 3),
        "apscheduler_milliseconds": {str(many): round(took, 3) for many, took in theirs.items()},
        "megabytes": round(megabytes, 1),
    }


def _ours(many: int) -> float:
    with a_bot(NOWHERE) as candor:
        fill(candor, teams=max(many // 100, 1), meetings=many // 2, checkins=many // 2)
        return _milliseconds(lambda: _all_steps(candor))


def fill(candor: Candor, *, teams: int, meetings: int, checkins: int) -> None:
    """Teams with open rounds, and in the future meetings that end and check-ins that are due, each with its prompt."""
    at = now()
    far = [at + timedelta(hours=2, seconds=number % 200_000) for number in range(max(meetings, checkins))]
    with candor.engine.begin() as connection:
        here = [{"id": f"T{n}", "bot_user_id": "UBOT", "state": "active"} for n in range(min(teams, 200))]
        connection.execute(insert(tables.workspace), here)
        connection.execute(insert(tables.team), [_team(n, at) for n in range(teams)])
        connection.execute(insert(tables.round_), [_round(n, at) for n in range(teams)])
        connection.execute(insert(tables.series), [_series(n) for n in range(teams)])
        if meetings:
            connection.execute(insert(tables.meeting), [_meeting(n, teams, far[n]) for n in range(meetings)])
            connection.execute(insert(tables.checkin), [_checkin(n, teams, far[n]) for n in range(checkins)])
            connection.execute(insert(tables.outbox), [_message(n, teams, far[n]) for n in range(checkins)])


def _team(n: int, at: datetime) -> dict[str, object]:
    row = {"id": f"team-{n}", "workspace_id": f"T{n % 200}", "channel_id": f"C{n}", "state": "active", "zone": "UTC"}
    looked_at = at + timedelta(hours=1)  # so that the daily comparison with Slack has nothing to do either
    return row | {"post_weekday": 4, "post_minute": 900, "checked_at": looked_at}


def _round(n: int, at: datetime) -> dict[str, object]:
    closes_at = at + timedelta(days=3, seconds=n)
    row = {"team_id": f"team-{n}", "number": 1, "opens_at": at - timedelta(days=4), "is_open": True}
    return row | {"closes_at": closes_at, "posts_at": closes_at + timedelta(hours=1)}


def _series(n: int) -> dict[str, object]:
    row = {"id": f"series-team-{n}", "team_id": f"team-{n}", "name": "Planning", "zone": "UTC"}
    return row | {"weekday": 0, "start_minute": 600, "length_minutes": 60}


def _meeting(n: int, teams: int, at: datetime) -> dict[str, object]:
    team = f"team-{n % teams}"
    starts_at = at - timedelta(hours=1)
    row = {"id": f"m{n}", "team_id": team, "series_id": f"series-{team}", "round_number": 1, "state": "planned"}
    return row | {"starts_at": starts_at, "ends_at": at}


def _checkin(n: int, teams: int, at: datetime) -> dict[str, object]:
    row = {"id": f"c{n}", "team_id": f"team-{n % teams}", "meeting_id": f"m{n}", "round_number": 1}
    return row | {"user_id": f"U{n}", "due_at": at}


def _message(n: int, teams: int, at: datetime) -> dict[str, object]:
    row = {"id": f"o{n}", "workspace_id": f"T{n % teams % 200}", "key": f"prompt:c{n}", "kind": "prompt"}
    row |= {"method": "chat.postMessage", "channel": f"U{n}", "arguments": {"text": "Hello"}, "priority": 30}
    return row | {"state": "due", "subject": f"c{n}", "due_at": at, "expires_at": at + timedelta(hours=2)}


def _all_steps(candor: Candor) -> None:
    at = candor.clock.now()
    for step in (*candor.steps().values(), candor.sender.step):
        if step(at):
            raise RuntimeError("something was due")


def _apschedulers(many: int) -> float:
    """The same for jobs of APScheduler's own store: looking for what is due, and when to look again."""
    with tempfile.TemporaryDirectory(dir="build") as folder:
        store = SQLAlchemyJobStore(url=f"sqlite:///{Path(folder).resolve()}/jobs.db")
        scheduler = BackgroundScheduler(jobstores={"default": store}, timezone="UTC")
        scheduler.start(paused=True)
        job = scheduler.add_job(print, "date", run_date=now() + timedelta(days=1), id="first")
        with store.engine.begin() as connection:
            state = connection.execute(store.jobs_t.select()).one().job_state
            later = job.next_run_time.timestamp()
            rows = [{"id": str(n), "next_run_time": later + n, "job_state": state} for n in range(many)]
            connection.execute(store.jobs_t.insert(), rows)
        took = _milliseconds(lambda: (store.get_due_jobs(now()), store.get_next_run_time()))
        scheduler.shutdown()
    return took


def _memory(url: str) -> float:
    with a_bot(NOWHERE, url=url) as candor:
        for _ in range(3):
            _all_steps(candor)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _milliseconds(look: Callable[[], object]) -> float:
    look()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        look()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


def _in_a_process_of_its_own(measure: Callable[[str], float], url: str) -> float:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (url,))


if __name__ == "__main__":
    main()
