"""config/stored.yaml against the tables of the program: nothing is stored that nobody has declared."""

import re
from pathlib import Path

import pytest
import yaml

from bot.audit.declaration import FILE, DeclarationRefused, declaration, differences, load_declaration
from bot.db.tables import metadata

TABLES = {name: {column.name for column in table.columns} for name, table in metadata.tables.items()}
DOCS = Path(__file__).parents[3] / "docs"
WITHOUT_NAMES = {"envelope", "reset", "reset_mark", "reset_block"}  # of people all the same: sealed, or hashed
MIGRATIONS = {"alembic_version": {"version_num"}}


def test_every_table_and_column_is_declared_and_nothing_else() -> None:
    missing = [
        f"{table}.{column or '*'}: {'not in config/stored.yaml: say there what it holds' if there else 'is gone'}"
        for table, column, there in differences(declaration(), TABLES | MIGRATIONS)
    ]
    assert missing == [], "Edit config/stored.yaml (its head explains the entries)."


def test_a_column_that_names_somebody_says_so() -> None:
    silent = [
        f"{table}.{column}"
        for table, stored in declaration().items()
        for column in stored.columns
        if column.endswith("user_id") and column not in stored.person and column != "bot_user_id"
    ]
    assert silent == [], "List these under `person` of their table in config/stored.yaml."


def test_what_names_people_keeps_no_order_or_says_what_it_tells() -> None:
    ordered = [
        name
        for name, table in metadata.tables.items()
        if table.dialect_options["sqlite"]["with_rowid"] and declaration()[name].person
    ]
    unexplained = [name for name in ordered if not declaration()[name].order_tells]
    assert unexplained == [], "Declare them with `unordered` in bot/db/tables.py, or say what their order tells."


@pytest.mark.parametrize("page", ["dpia.md", "privacy.md"])
def test_every_table_about_a_person_is_in_the_pages_that_people_read(page: str) -> None:
    rows = re.findall(r"^\|.*\| ((?:`\w+`(?:, )?)+) \|$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    about_people = {name for name, stored in declaration().items() if stored.person} | WITHOUT_NAMES
    assert about_people - named == set(), f"Add a row to the table of what is stored in docs/{page}."
    assert named - set(TABLES) == set(), f"docs/{page} names a table that is gone."


def test_a_new_column_and_a_new_table_are_noticed() -> None:
    there = TABLES | MIGRATIONS | {"member": TABLES["member"] | {"mood"}, "answer": {"user_id"}}
    del there["shown"]
    assert list(differences(declaration(), there)) == [
        ("answer", None, True),
        ("member", "mood", True),
        ("shown", None, False),
    ]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"kept": "a day", "columns": {}}, "t.holds"),
        ({"holds": "x", "kept": "a day", "columns": {"a": "b"}, "person": ["c"]}, "c is not among its columns"),
        ({"holds": "x", "kept": "a day", "columns": {"a": "b"}, "persons": ["a"]}, "t.persons"),
    ],
)
def test_a_wrong_entry_is_refused_by_its_place(tmp_path, entry, fault) -> None:
    path = tmp_path / FILE.name
    path.write_text(yaml.safe_dump({"t": entry}), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=fault):
        load_declaration(path)
