"""One line an event on stderr, with a stable ``action``; never a payload, a value or a secret."""

import logging
import sys
import threading
import traceback
from types import TracebackType

LOUD = ("slack_sdk", "slack_bolt")  # at DEBUG they print whole payloads
OURS = ("bot", "config")

# What these say without quoting anything; all else of theirs is cut down to its place.
_HARMLESS = (
    "A new session has been established",
    "Starting to receive messages",
    "Stopped receiving messages",
    "Received CLOSE event",
    "The session seems to be",
    "The session (",
    "Bolt app is running",
    "⚡️ Bolt app is running",
    "Serving on",
    "Scheduler started",
    "Scheduler has been shut down",
)


class OneLine(logging.Formatter):
    """Time, level, action, text and the record's own fields; tracebacks as classes and places."""

    def __init__(self) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        action = getattr(record, "action", f"{record.name}.{record.funcName}")
        parts = [self.formatTime(record, self.datefmt), record.levelname, f"action={action}"]
        parts += [f"{name}={value}" for name, value in _fields(record)]
        parts.append(_text(record))
        if record.exc_info and record.exc_info[1] is not None:
            parts.append(f"error={story(record.exc_info[1])}")
        return " ".join(part for part in parts if part).replace("\n", " ").replace("\r", " ")


def story(error: BaseException) -> str:
    """Return class names and places of an error and its causes; never what it says, which may hold values."""
    told, seen = [], set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        told.append(f"{type(step).__name__}[{_places(step.__traceback__)}]")
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return " caused by ".join(told)


def set_up_logging(level: str = "INFO") -> None:
    """Log to stderr at ``level``; the libraries that talk to Slack never below INFO.

    Bolt's loggers take the root's level for their own, so the root never goes below INFO either.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in LOUD:
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
    logging.getLogger("alembic").setLevel(logging.WARNING)
    handler.addFilter(_is_quiet)
    logging.captureWarnings(True)
    sys.excepthook = _note_the_end
    threading.excepthook = _note_a_thread


def _is_quiet(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO or _is_ours(record)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _text(record: logging.LogRecord) -> str:
    if _is_ours(record):
        return record.getMessage()
    said = record.msg if isinstance(record.msg, str) else ""
    if said.startswith(_HARMLESS):
        return record.getMessage()
    return f"({record.module}.py:{record.lineno})"


def _fields(record: logging.LogRecord) -> list[tuple[str, object]]:
    usual = logging.makeLogRecord({}).__dict__.keys() | {"message", "asctime", "action"}
    return [(name, value) for name, value in record.__dict__.items() if name not in usual]


def _places(trace: TracebackType | None) -> str:
    return " ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in traceback.extract_tb(trace))


def _short(filename: str) -> str:
    return "/".join(filename.split("/")[-2:])


def _note_the_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical(
        "ended by an error", exc_info=(kind, error, trace), extra={"action": "process.ended"}
    )


def _note_a_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        _note_the_end(ended.exc_type, ended.exc_value, ended.exc_traceback)
