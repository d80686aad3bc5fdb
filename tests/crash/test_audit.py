"""The audit of an installation in use: clean as it is, and failing for each thing that must not be stored."""

import gzip
import logging
import os
import shutil
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.audit.examination import audit
from bot.audit.report import lines
from bot.ballots import service as ballots
from bot.ballots.model import BARRIER, Ballot, Choice, quarter_item, quarter_starts
from bot.cli import main
from bot.db.migrate import downgrade
from bot.directory.peace import KEY as MARKS_KEY
from bot.work import SqlWork
from config.logging import OneLine
from config.settings import Settings
from tests.crash.whole_tap import ANY, NOW, OPENS, PEOPLE, T1, TEAM, filled, finish

DAY = timedelta(days=1)
MARKERS = ("UPERSON", "mattered", "xoxb-")


class Installation:
    """A team of eight that was asked and has answered; the running program may have been killed at any moment."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = Settings(_env_file=None, database_url=url, keys_url=str(folder / "keys"))
        self.keys = folder / "keys"
        self.folder = folder

    def live(self) -> "Installation":
        """Let the team be asked and answer."""
        with filled(self.settings.database_url, self.keys) as work:
            for number in range(6):
                finish(work, number, "small", "little")
            _answer_barrier(work)
        return self

    def sql(self, *statements: str, **values: object) -> None:
        engine = create_engine(self.settings.database_url)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values if ":" in statement.replace("::", "") else {})
        engine.dispose()

    def findings(self, now: datetime = NOW, logs: tuple[Path, ...] = ()) -> list[str]:
        report = audit(self.settings, logs, now)
        assert report.is_clean == (not [one for one in report.findings if one.forbidden])
        said = "\n".join(lines(report))
        assert not [marker for marker in MARKERS if marker in said]
        return [finding.sentence for finding in report.findings if finding.forbidden]


def _answer_barrier(work: SqlWork) -> None:
    item = quarter_item(BARRIER, OPENS)
    with work.write() as unit:
        ballot = Ballot(
            scope=T1,
            item=item,
            voter=PEOPLE[0],
            round_key=11,
            opened_at=OPENS,
            choice=Choice(BARRIER, "risky"),
        )
        ballots.cast(unit, ballot, ANY)


@pytest.fixture(scope="module")
def lived(tmp_path_factory, _sqlite_template):
    """An installation on SQLite, to be copied."""
    folder = tmp_path_factory.mktemp("lived")
    (folder / "db").mkdir()
    shutil.copy(_sqlite_template, folder / "db" / "candor.db")
    return Installation(f"sqlite:///{folder / 'db' / 'candor.db'}", folder).live()


@pytest.fixture
def on_sqlite(lived, tmp_path):
    shutil.copytree(lived.folder, tmp_path, dirs_exist_ok=True)
    return Installation(f"sqlite:///{tmp_path / 'db' / 'candor.db'}", tmp_path)


@pytest.fixture
def on_postgres(postgres_database, tmp_path):
    return Installation(postgres_database, tmp_path).live()


@pytest.fixture(params=["on_sqlite", pytest.param("on_postgres", marks=pytest.mark.postgres)])
def installation(request):
    return request.getfixturevalue(request.param)


def test_an_installation_in_use_is_clean(installation):
    assert installation.findings() == []


PLANTED = {
    "a table of answers": (["create table answer (user_id text, said text)"], "table “answer” is not part of Candor"),
    "a column beside the box": (["alter table envelope add column written_at text"], "“written_at” of the table"),
    "who was asked, for too long": (["update shown set local_day = '2026-10-15'"], "“shown” holds rows that are older"),
    "whom to ask, for too long": (["update checkin set due_at = '2026-10-15 10:00:00'"], "“checkin” holds rows that"),
    "deliveries of yesterday": (["update delivery set hour = hour - 24"], "“delivery” holds what is older"),
    "a delivery in clear": (
        ["insert into delivery (hash, hour) values ('UPERSON1 tapped', 999999999)"],
        "“delivery” holds something that is not a fingerprint",
    ),
    "somebody in no team": (["delete from member where user_id = 'UPERSON3'"], "“person” knows somebody"),
    "a box of another size": (["update envelope set box = :box"], "size that no box of Candor's has"),
    "a batch without a box": (["delete from envelope where batch_id = (select min(id) from batch)"], "has no box"),
    "the moment of a tap": (
        ["update batch set opened_at = '2026-11-03 14:25:13' where scope = 'team-1'"],
        "could be that of a tap",
    ),
    "a question nobody asks": (["update batch set item = 'mood' where item = 'held_back'"], "does not ask"),
    "a text that was sent": (
        [
            "insert into outbox (id, workspace_id, key, kind, method, channel, arguments, priority, due_at, expires_at, "
            "state, slack_ref) values ('m1', 'T1', 'k', 'notice', 'chat.postMessage', 'UPERSON1', '{\"text\": \"x\"}', 1, "
            "'2026-11-03 14:00:00', '2026-11-04 14:00:00', 'sent', '')"
        ],
        "still holds the text of a message",
    ),
    "a question that tells": (
        [
            "insert into outbox (id, workspace_id, key, kind, method, channel, arguments, priority, due_at, expires_at, "
            "state, slack_ref) values ('m1', 'T1', 'k', 'prompt', 'chat.postMessage', 'UPERSON1', '{}', 1, "
            "'2026-11-03 14:00:00', '2026-11-04 14:00:00', 'sent', '17.1')"
        ],
        "whether it was sent",
    ),
    "a token in clear": (
        ["update workspace set reason = 'xoxb-1234-secret'"],
        "“reason” of the table “workspace” holds a",
    ),
    "a tap in a text": (
        ["update team set reason = '0123456789abcdef0123456789abcdef:mattered'"],
        "“reason” of the table “team” holds what somebody has tapped",
    ),
    "a view": (["create view seen as select * from shown"], "does something by itself"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_what_must_not_be_stored_is_found(on_sqlite, what):
    statements, sentence = PLANTED[what]
    on_sqlite.sql(*statements, box=bytes(955))
    found = on_sqlite.findings()
    assert [one for one in found if sentence in one], found


def test_all_of_it_together_is_found_on_postgresql_too(on_postgres):
    for what in sorted(PLANTED, key=lambda what: what == "a batch without a box"):
        if what != "a question that tells":
            on_postgres.sql(*PLANTED[what][0], box=bytes(955))
    found = "\n".join(on_postgres.findings())
    assert [what for what, (_, sentence) in PLANTED.items() if sentence not in found] == ["a question that tells"]


def test_a_trigger_and_a_table_with_row_numbers_are_found(on_sqlite):
    on_sqlite.sql(
        "create trigger copying after update on envelope begin delete from tombstone; end",
        "create table plain as select * from shown",
        "drop table shown",
        "alter table plain rename to shown",
    )
    found = "\n".join(on_sqlite.findings())
    assert "trigger copying" in found
    assert "“shown” numbers its rows" in found


def test_boxes_that_are_open_too_long_are_found(installation: Installation):
    longer = "A sealed box is open for longer than it may be, and so is its key."
    assert longer not in installation.findings(OPENS + timedelta(weeks=6) + DAY)
    assert longer in installation.findings(OPENS + timedelta(weeks=7))
    quarter = quarter_starts(quarter_item(BARRIER, OPENS))
    installation.sql(
        "delete from batch where scope = 'team-1'", "delete from envelope where batch_id not in (select id from batch)"
    )
    assert not [one for one in installation.findings(quarter + 104 * DAY) if "longer" in one]
    assert [one for one in installation.findings(quarter + 125 * DAY) if "longer" in one]


def test_a_database_of_another_version_is_not_read_further(on_sqlite):
    downgrade(on_sqlite.settings.database_url, "0001")
    found = on_sqlite.findings()
    assert [one for one in found if "“asked_version” of the table “member” is missing" in one]
    assert "rows were not looked at" in found[-1]


def _open_to_others(house):
    house.keys.chmod(0o755)


def _readable_key(house):
    next(house.keys.glob("*.key")).chmod(0o644)


def _linked_key(house):
    os.link(next(house.keys.glob("*.key")), house.folder / "kept for later")


def _copied_keys(house):
    shutil.copytree(house.keys, house.keys / "old")


def _another_installation(house):
    (house.keys / "installation").write_text("another\n", encoding="ascii")


def _old_orphan(house):
    stray = house.keys / f"{'5' * 32}.key"
    stray.write_bytes(bytes(32))
    stray.chmod(0o600)
    week = 7 * 86400
    os.utime(stray, (time.time() - 8 * week, time.time() - 8 * week))


def _untagged(house):
    (house.keys / "CACHEDIR.TAG").unlink()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_open_to_others, "may enter the key directory"),
        (_readable_key, "may read a key"),
        (_linked_key, "second name"),
        (_copied_keys, "something that is not Candor's"),
        (_another_installation, "belongs to another database"),
        (_old_orphan, "older than seven weeks"),
        (_untagged, "lacks its CACHEDIR.TAG"),
    ],
)
def test_what_is_wrong_with_the_key_store_is_found(on_sqlite, spoil, sentence):
    spoil(on_sqlite)
    found = on_sqlite.findings()
    assert [one for one in found if sentence in one], found


def test_the_key_of_the_marks_may_be_as_old_as_the_installation(on_sqlite):
    key = on_sqlite.keys / f"{MARKS_KEY}.key"
    key.write_bytes(bytes(32))
    key.chmod(0o600)
    os.utime(key, (time.time() - 400 * 86400, time.time() - 400 * 86400))
    assert on_sqlite.findings() == []


def test_keys_beside_the_database_are_found(sqlite_url, tmp_path):
    house = Installation(sqlite_url, Path(sqlite_url.removeprefix("sqlite:///")).parent).live()
    assert [one for one in house.findings() if "inside the database's folder" in one]


def test_a_young_key_without_a_box_and_a_box_without_a_key_are_told_and_allowed(on_sqlite):
    (on_sqlite.keys / f"{'5' * 32}.key").write_bytes(bytes(32))
    (on_sqlite.keys / f"{'5' * 32}.key").chmod(0o600)
    kept = sorted(on_sqlite.keys.glob("*.key"))
    next(path for path in kept if path.stem != "5" * 32).unlink()
    report = audit(on_sqlite.settings, [], NOW)
    assert report.is_clean
    said = "\n".join(lines(report))
    assert "a tap was broken off" in said
    assert "An open box has no key" in said


def test_a_journal_that_nobody_empties_is_found(on_sqlite):
    database = on_sqlite.settings.sqlite_file
    journal = database.with_name(f"{database.name}-wal")
    engine = create_engine(on_sqlite.settings.database_url)
    with closing(engine.raw_connection()) as connection:
        connection.execute("update team set reason = 'x'")
        connection.commit()
        assert on_sqlite.findings() == []  # written just now
        hour_ago = time.time() - 3600
        os.utime(journal, (hour_ago, hour_ago))
        assert [one for one in on_sqlite.findings() if "journal has not been emptied" in one]
    engine.dispose()


LOGGED = {
    "UPERSON1 has tapped": "the id of a person",
    "somebody else, U012ABCDEF, is here": "looks like a person's",
    "token=xoxb-123-456-abcdef": "a token of Slack's",
    "value 0123456789abcdef0123456789abcdef:mattered": "what somebody has tapped",
    "chose Something that mattered": "the wording of an answer",
    "payload {'trigger_id': '1.2'}": "what Slack delivered",
    "[SQL: insert into member] [parameters: ('x',)]": "values from the database",
}


@pytest.mark.parametrize("line", LOGGED)
def test_what_must_not_be_in_a_log_is_found_and_not_repeated(on_sqlite, line):
    folder = on_sqlite.folder / "log"
    folder.mkdir()
    (folder / "candor.log").write_text(f"INFO all is well\n{line}\n", encoding="utf-8")
    with gzip.open(folder / "candor.log.1.gz", "wt", encoding="utf-8") as older:
        older.write(f"{line}\n{line}\n")
    found = on_sqlite.findings(logs=(folder,))
    assert [one for one in found if LOGGED[line] in one and "(1 line)" in one], found
    assert [one for one in found if LOGGED[line] in one and "(2 lines)" in one], found


def test_the_programs_own_log_is_clean(on_sqlite, tmp_path):
    path = tmp_path / "candor.log"
    with closing(logging.FileHandler(path)) as handler:
        handler.setFormatter(OneLine())
        for name in ("a check-in was tapped: SecondAsked", "a box could not be opened and was set aside"):
            handler.handle(logging.makeLogRecord({"name": "bot", "msg": name, "levelname": "INFO", "scope": TEAM}))
    assert on_sqlite.findings(logs=(path,)) == []


def test_the_command_prints_the_tables_and_ends_with_one_where_something_is_forbidden(on_sqlite, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", on_sqlite.settings.database_url)
    monkeypatch.setenv("KEYS_URL", on_sqlite.settings.keys_url)
    # The tables were filled at a moment of the test's own; by today's clock these rows may have to be gone.
    for table in ("shown", "checkin", "delivery", "batch", "envelope"):
        on_sqlite.sql(f"delete from {table}")
    assert main(["audit"]) == 0
    assert "member: Who joined which team" in capsys.readouterr().out
    on_sqlite.sql("create table diary (said text)")
    assert main(["audit"]) == 1
    assert "FORBIDDEN  The table “diary”" in capsys.readouterr().out
    assert main(["audit", str(on_sqlite.folder / "no such log")]) == 1
    assert "There is no log file" in capsys.readouterr().err
