"""Every sentence that a person sees, from one Fluent catalogue a language."""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

FOLDER = Path(__file__).parent
ENGLISH = "en"

Value = str | int


class Texts:
    """Says messages of the catalogue in one language.

    Values are put in as they are: whoever passes something a person typed escapes it first (`blockkit.escape`).
    """

    def __init__(self, bundle: FluentBundle) -> None:
        self._bundle = bundle

    def say(self, text_id: str, **values: Value) -> str:
        """Return the message, or its attribute for ``id.attribute``.

        Raises KeyError for an unknown id, ValueError for a missing value.
        """
        name, _, attribute = text_id.partition(".")
        message = self._bundle.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        if pattern is None:
            raise KeyError(text_id)
        said, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise ValueError(f"{text_id}: {errors[0]}")
        return str(said)


@cache
def catalogue(language: str = ENGLISH, folder: Path = FOLDER) -> Texts:
    """Return the texts of a language: all .ftl files of its folder, and the English of whatever it lacks."""
    bundle = FluentBundle([language, ENGLISH], use_isolating=False)
    for one in dict.fromkeys((ENGLISH, language)):
        for path in sorted((folder / one).glob("*.ftl")):
            bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")), allow_overrides=True)
    return Texts(bundle)
