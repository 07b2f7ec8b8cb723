"""Leftovers of a keyboard that was switched off: "Nguyeenx" (Telex) or "Nguye64n" (VNI) for "Nguyễn".

Only ever an offer: a person says yes. A word is suspected when it is no Vietnamese syllable as it stands and becomes
one when its keys are read as Telex or VNI. Meant for names of people and streets, not for apartment numbers.
"""

import re
import unicodedata

_INITIALS = ("ngh", "ng", "nh", "gh", "gi", "kh", "th", "tr", "ch", "ph", "qu", *"bcdđghklmnpqrstvx")
_RHYMES_TEXT = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh
    uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_RHYMES = frozenset(_RHYMES_TEXT.split())
_STOPPED = re.compile(r"(?:ch|[cpt])$")

_WORD = re.compile(r"[^\W_]+")
_VOWEL = "aăâeêioôơuưy"
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TELEX_PAIRS = (
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uow", "ươ"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VNI_SHAPES = {"6": ("aeo", "âêô"), "7": ("ou", "ơư"), "8": ("a", "ă"), "9": ("d", "đ")}


def telex_suspects(text: str) -> list[tuple[str, str]]:
    """[(word as it stands, word as it was meant)] for the words of `text` that look like keys, in their order."""
    pairs = ((word, _meant(word)) for word in _WORD.findall(text))
    return [(word, meant) for word, meant in pairs if meant]


def repair_telex(text: str) -> str:
    """`text` with every suspected word replaced: what the offer would store."""
    return _WORD.sub(lambda found: _meant(found.group()) or found.group(), text)


def _meant(word: str) -> str | None:
    keys = unicodedata.normalize("NFC", word).lower()
    # Three keys and two letters at least: "A12" is a flat, "is" is English.
    letters = sum(key.isalpha() for key in keys)
    if len(keys) < 3 or letters < 2 or not keys[0].isalpha() or _is_syllable(keys, ""):
        return None
    for read in (_read_telex, _read_vni):
        plain, tone = read(keys)
        if plain != keys and _is_syllable(plain, tone):
            return _cased(word, _with_tone(plain, tone))
    return None


def _cased(word: str, meant: str) -> str:
    if word.isupper():
        return meant.upper()
    return meant[0].upper() + meant[1:] if word[0].isupper() else meant


def _read_telex(keys: str) -> tuple[str, str]:
    first_vowel = next((at for at, letter in enumerate(keys) if letter in _VOWEL), len(keys))
    tone = ""
    for at in range(len(keys) - 1, first_vowel, -1):
        if keys[at] in _TELEX_TONES:
            tone = _TELEX_TONES[keys[at]]
            keys = keys[:at] + keys[at + 1 :]
            break
    for pair, letter in _TELEX_PAIRS:
        keys = keys.replace(pair, letter)
    return keys.replace("uơ", "ươ") if re.search("uơ[cimnptu]", keys) else keys, tone


def _read_vni(keys: str) -> tuple[str, str]:
    letters, tone = [], ""
    for key in keys:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key in _VNI_SHAPES:
            _shape_last(letters, *_VNI_SHAPES[key])
        else:
            letters.append(key)
    plain = "".join(letters)
    return plain.replace("uơ", "ươ") if re.search("uơ[cimnptu]", plain) else plain, tone


def _shape_last(letters: list[str], plain: str, shaped: str) -> None:
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in plain:
            letters[at] = shaped[plain.index(letters[at])]
            return


def _split(plain: str) -> tuple[str, str] | None:
    """(initial, rhyme) of a syllable without its tone, or None."""
    for initial in (*filter(plain.startswith, _INITIALS), ""):
        rhyme = plain.removeprefix(initial)
        if rhyme in _RHYMES:
            return initial, rhyme
    return None


def _is_syllable(plain: str, tone: str) -> bool:
    parts = _split(plain)
    if parts is None:
        return False
    # A syllable that ends in c, ch, p, t carries sắc or nặng only.
    return not (tone and _STOPPED.search(parts[1])) or tone in ("\u0301", "\u0323")


def _with_tone(plain: str, tone: str) -> str:
    """The tone where most people write it ("hòa", "thủy", "người", "Nguyễn")."""
    if not tone:
        return plain
    initial, rhyme = _split(plain)
    shaped = [at for at, letter in enumerate(rhyme) if letter in "ăâêôơư"]
    vowels = [at for at, letter in enumerate(rhyme) if letter in _VOWEL]
    if shaped:
        at = shaped[-1]
    elif len(vowels) == 1 or (len(vowels) == 2 and vowels[-1] == len(rhyme) - 1):
        at = vowels[0]
    else:
        at = vowels[1]
    return unicodedata.normalize("NFC", initial + rhyme[: at + 1] + tone + rhyme[at + 1 :])
