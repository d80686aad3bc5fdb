"""Whether somebody's Slack status says that they are on leave or ill, in the words that people commonly use.

Neither emoji nor words are kept; what is kept is that the person is away, and until when where Slack says so.
"""

import re
import unicodedata

SIGNS = frozenset(
    {
        ":palm_tree:",  # Slack's own "vacationing"
        ":face_with_thermometer:",  # Slack's own "out sick"
        ":beach_with_umbrella:",
        ":desert_island:",
        ":umbrella_on_ground:",
        ":nauseated_face:",
        ":sneezing_face:",
    }
)

# Letters without accents: both sides are compared so.
_WORDS = (
    # English
    "on leave|annual leave|sick leave|parental leave|maternity leave|paternity leave|family leave|on holidays?"
    "|on vacation|vacation(?:ing)?|out sick|off sick|sick day|sick|out of (?:the )?office|ooo|ooto|pto|day off"
    "|off today|sabbatical"
    # German
    "|urlaub|im urlaub|krank|krankgeschrieben|elternzeit|mutterschutz|abwesend|nicht im dienst|sabbatjahr"
    # French
    "|en vacances|vacances|en conges?|conges?|conge (?:maladie|maternite|paternite|parental)|malade"
    "|arret maladie|absente?"
    # Spanish
    "|de vacaciones|vacaciones|de baja|baja (?:medica|maternal|paternal)|enferm[oa]|fuera de la oficina"
    # Portuguese
    "|de ferias|ferias|de licenca|licenca (?:medica|maternidade|paternidade)|doente|fora do escritorio"
    # Italian
    "|in ferie|ferie|in malattia|malattia|malat[oa]|in congedo|congedo|fuori ufficio"
    # Dutch
    "|met vakantie|op vakantie|vakantie|ziek|ziekteverlof|ouderschapsverlof|met verlof|verlof|afwezig"
    # Polish
    "|na urlopie|urlop|chor[ya]|l4|zwolnienie lekarskie"
    # Swedish, Norwegian, Danish
    "|semester|pa semester|sjuk(?:skriven)?|foraldraledig|ledig|ferie|pa ferie|syk|sykmeldt|permisjon|syg|orlov|barsel"
    # Finnish
    "|lomalla|vuosiloma|sairaana|sairauslomalla|poissa"
    # Czech
    "|dovolena|na dovolene|nemocn[ya]|nemocenska"
    # Turkish
    "|izinli|izinde|yillik izin|tatilde|hasta|raporlu"
)
_AWAY = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)")
# Scripts in which words are not set apart, or inflected too freely for a word boundary to help.
_ELSEWHERE = (
    "休暇",
    "休み",
    "病欠",
    "有給",
    "休假",
    "请假",
    "病假",
    "度假",
    "휴가",
    "병가",
    "отпуск",
    "болею",
    "больнич",
    "відпуст",
    "إجازة",
    "חופשה",
)
# Somebody who is back, or who speaks of leave without being on it.
_NOT_AWAY = re.compile(
    r"(?<!\w)(?:back from|returned from|zuruck aus|de retour de|de vuelta de|de volta das?|tornat[oa] dall[ae]"
    r"|terug van|before|after|planning|vor dem|nach dem|not|no|never|kein|nicht mehr)(?!\w)"
)


def says_away(emoji: str, words: str) -> bool:
    """Return whether a status says that somebody is on leave or ill; one that only speaks of it does not count."""
    if emoji in SIGNS:
        return True
    plain = _plain(words)
    if _NOT_AWAY.search(plain):
        return False
    return bool(_AWAY.search(plain)) or any(word in words.casefold() for word in _ELSEWHERE)


def _plain(words: str) -> str:
    """Return the words in small letters without accents, whichever way they were typed."""
    parts = unicodedata.normalize("NFKD", words.casefold().replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())
