"""An audit in sentences for somebody from outside; it names no person and counts none."""

from collections.abc import Iterator

from bot.audit.declaration import Stored
from bot.audit.examination import Report

_OPENING = (
    "What Candor stores here, and whom it can be linked to",
    "=====================================================",
    "",
    "First every table of the database as the program declares it; columns marked with * name a person or say",
    "something about the person named beside them. Then what was found in this installation. Nobody is named.",
    "",
)
_NOT_LOGS = (
    "No log files were named, so none were looked at: give files or folders as arguments to have them looked through."
)


def lines(report: Report) -> Iterator[str]:
    """Return the report line by line."""
    yield from _OPENING
    for table, stored in sorted(report.declared.items()):
        yield from _table(table, stored)
    yield from ("Never stored", "------------", "")
    yield "An answer in clear, whether a note was flipped, when somebody answered, how many did, the sum, the noise."
    yield from ("", "What was found", "--------------", "")
    if not report.with_logs:
        yield f"note       {_NOT_LOGS}"
    for finding in report.findings:
        yield f"{'FORBIDDEN' if finding.forbidden else 'note     '}  {finding.sentence}"
    yield from ("", _conclusion(report))


def _table(table: str, stored: Stored) -> Iterator[str]:
    yield f"{table}: {stored.holds}"
    if stored.person:
        yield f"  Can be linked to a person: yes, by the columns marked with *. Kept: {stored.kept}."
    else:
        yield f"  Can be linked to a person: no. Kept: {stored.kept}."
    if stored.order_tells:
        yield f"  The rows are numbered; their order tells {stored.order_tells}."
    for column, told in stored.columns.items():
        yield f"  {'*' if column in stored.person else ' '} {column}: {told}"
    yield ""


def _conclusion(report: Report) -> str:
    if report.is_clean:
        return "Nothing is stored here that the design forbids."
    return "Something is stored here that the design forbids: see the lines above that begin with FORBIDDEN."
