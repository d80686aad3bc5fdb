"""Log lines: one an event, an action in each, and never what a person wrote or a secret."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from config.logging import OneLine, set_up_logging, story

MARKER = "marker-5519"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(False)


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


def test_a_line_holds_the_action_and_the_records_own_fields() -> None:
    record = logging.makeLogRecord(
        {"name": "bot.outbox", "levelname": "INFO", "msg": "sent", "action": "outbox.sent", "workspace": "T1"}
    )
    line = OneLine().format(record)
    assert "INFO action=outbox.sent workspace=T1 sent" in line
    assert "\n" not in line


def test_what_a_library_says_is_cut_down_to_its_place() -> None:
    record = logging.makeLogRecord(
        {"name": "slack_sdk.web", "msg": f"Sending {MARKER}", "module": "client", "lineno": 7}
    )
    assert MARKER not in OneLine().format(record)
    assert "(client.py:7)" in OneLine().format(record)


def test_a_traceback_tells_classes_and_places_but_not_what_the_error_says() -> None:
    error = raised(ValueError(MARKER))
    error.__cause__ = raised(KeyError(MARKER))
    told = story(error)
    assert MARKER not in told
    assert "ValueError[" in told
    assert " caused by KeyError[" in told


def test_an_error_that_is_its_own_cause_ends() -> None:
    first, second = raised(ValueError()), raised(KeyError())
    first.__cause__, second.__cause__ = second, first
    assert story(first).count("caused by") == 1


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_slacks_libraries_never_speak_below_info(level: str) -> None:
    set_up_logging(level)
    for name in ("slack_sdk.socket_mode", "slack_bolt.App", "urllib3"):
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)
    assert logging.getLogger("bot.app").getEffectiveLevel() == logging.getLevelNamesMapping()[level]


def test_the_end_of_a_thread_or_the_process_is_noted_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("DEBUG")
    error = raised(RuntimeError(MARKER))
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=lambda: [][0], name=MARKER)
    thread.start()
    thread.join()
    written = capsys.readouterr().err
    assert written.count("action=process.ended") == 2
    assert MARKER not in written
    assert "IndexError[" in written
