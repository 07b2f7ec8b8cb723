"""Vietnamese text: what is stored, what is searched by, what people are sorted by, and what a keyboard left behind.

`clean` and `fold` have twins in static/js/core/fold.js; tests/cases/fold.json holds them together. White space and
the characters to drop are listed here by hand, because "white space" is not the same set in Python and JavaScript.
"""

import re
import unicodedata

_SPACE = " \\t\\n\\v\\f\\r\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")
_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n{3,}")
# Controls, bidirectional marks and overrides (they make a line read as another), invisible spaces, halves of
# surrogate pairs (they have no UTF-8) and tag characters.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_PICTURE = "[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
# A zero-width joiner is kept inside an emoji family and dropped elsewhere, where it only hides a difference.
_JOINER = re.compile(f"({_PICTURE}\u200d(?={_PICTURE}))|\u200d")
# Letters that look like Đ and are typed by wrong keyboards: the Icelandic eth, the African d.
_REPAIRED = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_LOOKALIKE = re.compile("[ÐƉðɖ]")
# What nearly every text is: words of ASCII and of letters that are NFC by themselves, one space between them.
TIDY_LETTER = "!-~\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u024f\u1e00-\u1eff"
_TIDY = re.compile(f"(?:[{TIDY_LETTER}]+(?: [{TIDY_LETTER}]+)*)?")


def _one_space(text: str) -> str:
    # What is printable has no white space but plain spaces: nearly every text, and three times as fast.
    if not text.isprintable() or "  " in text:
        text = _SPACES.sub(" ", text)
    return text.strip(" ")


def clean(text: str, lines: bool = False) -> str:
    """What is stored: NFC, one space between words, none at the ends, nothing invisible. `lines` keeps line breaks."""
    if _TIDY.fullmatch(text):
        return text
    if not text.isprintable():
        text = _JOINER.sub(r"\1", _DROPPED.sub("", text))
    if _LOOKALIKE.search(text):
        text = text.translate(_REPAIRED)
    text = unicodedata.normalize("NFC", text)
    if not lines:
        return _one_space(text)
    kept = "\n".join(_one_space(line) for line in _LINE_END.split(text))
    return _BLANK_LINES.sub("\n\n", kept).strip("\n")


_NEVER_SEARCHED = frozenset({"Mn", "Mc", "Me", "Cf", "Cs"})
_D = str.maketrans("đĐ", "dd")
# "Mỹ" and "Mĩ", "Lý" and "Lí" are the same word to whoever searches; alone as a syllable only, so that typing "quy"
# still finds "quyền".
_Y = re.compile(r"y(?<=[hklmstv]y)(?<![a-z].y)(?![a-z])")


def _fold_letters(text: str) -> str:
    # NFKD twice: a compatibility letter can become upper case, and lower case can bring a mark of its own (İ).
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text.translate(_D)).lower()
        text = "".join(letter for letter in text if unicodedata.category(letter) not in _NEVER_SEARCHED)
    return unicodedata.normalize("NFC", text)


# What nearly every Vietnamese text is made of, worked out once: 3 µs a name instead of 15.
_USUAL = {
    point: _fold_letters(chr(point).translate(_REPAIRED))
    for first, last in ((0xC0, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF))
    for point in range(first, last + 1)
}


_VIETNAMESE = re.compile("[\n -~àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]*", re.IGNORECASE)


def fold(text: str) -> str:
    """What is searched by: no diacritics, đ → d, lower case, single spaces; old and new tone places are equal."""
    if _VIETNAMESE.fullmatch(text):
        # Taken apart, every letter is ASCII and its marks, but for đ: twice as fast as looking each one up.
        apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d"))
        plain = apart.encode("ascii", "ignore").decode("ascii").lower()
    else:
        plain = text.translate(_USUAL).lower()
        if not plain.isascii():
            plain = _fold_letters(clean(text))
    if not plain.isprintable():
        plain = _DROPPED.sub("", plain)
    return _Y.sub("i", _one_space(plain))


_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: f"{place:02d}" for place, letter in enumerate(_ALPHABET, start=10)}
_TONE = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SHAPE = {"\u0302", "\u0306", "\u031b"}


def sort_key(name: str) -> str:
    """Orders people: given name, then họ, then đệm; letters in the Vietnamese alphabet, then tones.

    Tones run ngang, huyền, hỏi, ngã, sắc, nặng. The key is digits only, so that it orders the same under every
    collation of every database.
    """
    words = clean(name).split(" ")
    if words == [""]:
        return ""
    return "".join(_word_key(word) for word in (words[-1], *words[:-1][:1], *words[1:-1]))


def _word_key(word: str) -> str:
    letters, tone = [], "1"
    for mark in unicodedata.normalize("NFD", word.lower()):
        if mark in _TONE:
            tone = _TONE[mark]
        elif mark in _SHAPE and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        elif mark.isalnum():
            letters.append(mark)
    # Two digits a letter; a letter of another script is 99 and its number; 00 ends the word, so "An" < "Anh".
    places = (_PLACE.get(letter) or "99" + "".join(f"{ord(part):07d}" for part in letter) for letter in letters)
    return "".join(places) + "00" + tone
