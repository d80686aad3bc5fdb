"""What may be stored, from config/stored.yaml: every table and column, whom it can be linked to, and for how long."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.kernel.errors import CandorError

FILE = Path(__file__).parents[2] / "config" / "stored.yaml"


class DeclarationRefused(CandorError):
    """The file cannot be used; the message says which entry is wrong."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Forgotten(_Entry):
    """No row may be older than so many days, by this column."""

    column: str
    days: int


class Stored(_Entry):
    """One table: a sentence for somebody from outside, and what each column is."""

    holds: str
    kept: str
    columns: Mapping[str, str]
    person: tuple[str, ...] = ()
    order_tells: str = ""
    forgotten: Forgotten | None = None
    keys: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> "Stored":
        named = {*self.person, *self.keys, *([self.forgotten.column] if self.forgotten else [])}
        strange = sorted(named - set(self.columns))
        if strange:
            raise ValueError(f"{', '.join(strange)} is not among its columns")
        return self


Declaration = Mapping[str, Stored]


@cache
def declaration() -> Declaration:
    """Return the declaration of this program."""
    return load_declaration()


def load_declaration(path: Path = FILE) -> Declaration:
    """Read a declaration; raises DeclarationRefused with the first entry that is wrong."""
    written: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, Stored] = {}
    for table, entry in written.items():
        try:
            found[table] = Stored.model_validate(entry)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(step) for step in (table, *fault["loc"]))
            raise DeclarationRefused(f"{path.name}, {place}: {fault['msg']}.") from None
    return found


def differences(declared: Declaration, there: Mapping[str, set[str]]) -> Iterator[tuple[str, str | None, bool]]:
    """Yield each table, or column of one, that only one side knows; True where it is there without being declared."""
    for table in sorted({*declared, *there}):
        if table not in declared or table not in there:
            yield table, None, table in there
            continue
        for column in sorted({*declared[table].columns} ^ there[table]):
            yield table, column, column in there[table]
