"""The three prompts with the defence list, as text to think about and as a form to fill in."""

from bot.blockkit import Block, context, input_block, plain_section, plain_text_input, section
from bot.resets.model import LONGEST_TEXT, Part
from bot.texts import Texts

TYPED = "resets.type"
FELT, DID, PASSED_ON = "felt", "did", "passed_on"
DEFENCES = (
    "rationalizing",
    "projecting",
    "displacing",
    "denying",
    "blaming",
    "generalizing",
    "suppressing",
    "joking",
    "sarcasm",
)
_TEXT_IDS = {FELT: "resets-form-felt", DID: "resets-form-did", PASSED_ON: "resets-form-passed-on"}


def thoughts(say: Texts) -> tuple[Block, ...]:
    """The defence list, and below it the three prompts without fields."""
    prompts = (section(f"*{say.say(text_id)}*\n{say.say(f'{text_id}-hint')}") for text_id in _TEXT_IDS.values())
    return (defences(say), *prompts)


def fields(say: Texts, draft: Part) -> tuple[Block, ...]:
    """The three prompts as fields, holding what is saved."""
    saved = {FELT: draft.felt, DID: draft.did, PASSED_ON: draft.passed_on}
    return tuple(
        input_block(
            say.say(text_id),
            plain_text_input(TYPED, saved[name], most=LONGEST_TEXT, multiline=True),
            name,
            hint=say.say(f"{text_id}-hint"),
            optional=name == PASSED_ON,
        )
        for name, text_id in _TEXT_IDS.items()
    )


def shown_part(say: Texts, part: Part) -> tuple[Block, ...]:
    """What somebody wrote, letter by letter: nothing in it is markup."""
    shown: list[Block] = []
    for name, text in ((FELT, part.felt), (DID, part.did), (PASSED_ON, part.passed_on)):
        shown.append(context(f"*{say.say(_TEXT_IDS[name])}*"))
        shown.append(plain_section(text if text.strip() else say.say("resets-reading-nothing")))
    return tuple(shown)


def defences(say: Texts) -> Block:
    """The defence list, with an everyday example each."""
    lines = [say.say("resets-defences"), *(say.say(f"resets-defence-{name}") for name in DEFENCES)]
    return section("\n".join(lines))
