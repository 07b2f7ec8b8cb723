"""R16: a volunteer's free text must never hold a citizen's password, passcode, PIN or one-time code.

To talk about them is fine ("quên mật khẩu", "không nhận được OTP"); to write one down is not. So a keyword alone
passes; a keyword with a value beside it does not. Phone numbers, days, apartments, procedure and dossier codes are no
values. Works on folded text, so accents do not matter. Twin: static/js/core/secret.js, cases: tests/cases/secret.json.
"""

import re

from app.rules.text import fold

# Days, procedure codes and dossier codes (TT 01/2018 Đ19, QĐ 20/2020): taken away before looking.
_INNOCENT = re.compile(
    r"(?:[0-2]?[0-9]|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|[0-9]\.[0-9]{6}(?![0-9])"
    r"|(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[a-y][0-9]{2}(?:\.[0-9a-z]+)*-[0-9]{6}-[0-9]{4,7}"
)
_START = r"(?:^|[^a-z0-9])"
_PHONE = r"(?:\+?84|0)[0-9](?:[ .-]?[0-9]){7,9}(?![0-9])"
_KEYWORD = (
    r"(?:o[ .-]?t[ .-]?p|mat ?khau|mat ma|mk|pass ?(?:words?|codes?|wd)?|pas+code|verification code|cv[vc]"
    r"|ma (?:pin|xac (?:thuc|nhan|minh)|kich hoat|bi mat|bao mat|mo khoa))"
)
# Words that may stand between the keyword and its value. "phòng", "căn", "ngày", "hồ sơ" are not among them.
_BETWEEN = (
    r"(?:cua|vneid|bac|anh|chi|ong|ba|em|chau|co|chu|toi|minh|moi|cu|so|ma|gui|ve|dang nhap|tai khoan|may|sim"
    r"|dien thoai|zalo|ngan hang|e?mail|gmail|dvc|cong|app|nay|nhan|duoc|vua|cap|tam|wifi|quy khach|khach hang"
    r"|your|code|for|google|facebook|icloud)"
)
_GAP = rf"(?:[^a-z0-9,.;]+{_BETWEEN}(?![a-z0-9])){{0,8}}"
_SYLLABLE = (
    r"(?:ngh?|kh|th|tr|ch|ph|nh|gh|gi|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?(?![a-z0-9@#$!%&*_])"
)
_ASSIGNED = r"[^a-z0-9,.;:=]*(?:[:=]|(?:la|is)(?![a-z0-9]))(?: ?(?:la|is)(?![a-z0-9]))?[^a-z0-9,.;+]*"
_NO_VALUE = rf"(?!{_PHONE})(?!{_SYLLABLE}|{_BETWEEN}(?![a-z0-9]))"
_MIXED = r"(?=[a-z@#$!%&*_]*[0-9])(?=[0-9]*[a-z@#$!%&*_])[a-z0-9@#$!%&*_]{6,}(?![a-z0-9-])"

_SECRETS = tuple(
    re.compile(pattern)
    for pattern in (
        # "mật khẩu 123456", "OTP của bác 48 29 13"
        rf"{_START}{_KEYWORD}{_GAP}[^a-z0-9,.;]{{1,4}}[0-9](?:[ .-]?[0-9]){{3,7}}(?![ .-]?[0-9]|[a-z])",
        # "mk hoalan79", "pass Hanoi@2026"
        rf"{_START}{_KEYWORD}{_GAP}[^a-z0-9,.;]{{1,4}}{_MIXED}",
        # "PIN: 1234", "mật khẩu là a1b2", "pass = hoalanxanh"
        rf"{_START}(?:{_KEYWORD}|pin){_GAP}{_ASSIGNED}{_NO_VALUE}(?:[^ ,;]{{6,}}|(?=[^ ,;]*[0-9])[^ ,;]{{4,}})",
        rf"{_START}pin [0-9]{{6}}(?![0-9]|[a-z])",
        # "482913 là mã OTP", "123456 is your Google verification code", "482913 otp"
        rf"{_START}[0-9]{{4,8}} (?:la|is) (?:{_BETWEEN} ){{0,4}}(?:{_KEYWORD}|pin)(?![a-z0-9])",
        rf"{_START}[0-9]{{6}} (?:ma )?otp(?![a-z0-9])",
    )
)
# No secret without one of these; looked for before anything dear.
_HINT_PATTERN = r"p[ .-]?i?n|o[ .-]?t[ .-]?p|mk|pas|mat|ma |code|cvv|cvc"
_HINT = re.compile(_HINT_PATTERN)


def _alike() -> dict[str, str]:
    """{letter: every character of Latin scripts that folds to it alone}."""
    found: dict[str, str] = {}
    for point in (*range(0x41, 0x7B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        folded = fold(chr(point))
        if len(folded) == 1 and "a" <= folded <= "z":
            found[folded] = found.get(folded, "") + chr(point)
    return found


def _unfolded(pattern: str, alike: dict[str, str]) -> str:
    widened = re.sub("[a-z]", lambda letter: f"[{alike[letter[0]]}]", pattern)
    return widened.replace("[ .-]", "[ \n.-]").replace(" |", "[ \n]|")


_ALIKE = _alike()
_USUAL_LETTER = "!-~" + "".join(sorted(letter for letters in _ALIKE.values() for letter in letters if letter > "~"))
# Nearly every text is words of such letters with one space or line break between them: folding can wait.
_USUAL = re.compile(f"(?:[{_USUAL_LETTER}]+(?:[ \n][{_USUAL_LETTER}]+)*)?")
_HINT_UNFOLDED = re.compile(_unfolded(_HINT_PATTERN, _ALIKE))


def hints_at_secret(text: str) -> bool:
    """Could `text`, or any part of it, look like a secret? Cheap; a False is certain."""
    if _USUAL.fullmatch(text):
        return bool(_HINT_UNFOLDED.search(text))
    return bool(_HINT.search(fold(text)))


def looks_like_secret(text: str) -> bool:
    """Does `text` write down a password, passcode, PIN or one-time code?"""
    if not text:
        return False
    folded = fold(text)
    if not _HINT.search(folded):
        return False
    folded = _INNOCENT.sub("§", folded)
    return any(secret.search(folded) for secret in _SECRETS)
