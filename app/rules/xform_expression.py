"""Conditions of an XLSForm (the small part of XPath that wards write) as expressions of our form files.

Understood: ${name}, ".", numbers, 'texts', = != < <= > >=, and, or, not(…), selected(…, 'code'), today(), true(),
false(), date('…'), ( ). Everything else is refused by name, because a condition that is half understood asks people
the wrong questions.
"""

import re
from collections.abc import Callable

_TOKEN = re.compile(
    r"\s*(?:(?P<field>\$\{\s*[^}]+?\s*\})|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|\"[^\"]*\"|‘[^’]*’|“[^”]*”)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_:-]*)|(?P<sign><=|>=|!=|[=<>(),])|(?P<dot>\.))"
)
_COMPARE = frozenset({"=", "!=", "<", "<=", ">", ">="})
_DEEPEST = 30


class NotTranslated(ValueError):
    """A part that our forms cannot say; the text names it."""


def translate(text: str, path_of: Callable[[str], str], own: str = ""):
    """The expression. `path_of(name)`: the path of a question, raises KeyError; `own`: what "." stands for, "" none.

    Raises NotTranslated.
    """
    return _Reader(_tokens(text), path_of, own).whole()


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise NotTranslated(f"không hiểu “{text[at : at + 20]}”")
        found.append((token.lastgroup, token[token.lastgroup].strip()))
        at = token.end()
    return found


class _Reader:
    def __init__(self, tokens, path_of, own):
        self.tokens, self.path_of, self.own = tokens, path_of, own
        self.at = self.deep = 0

    def whole(self):
        if not self.tokens:
            raise NotTranslated("điều kiện để trống")
        made = self._either()
        if self.at < len(self.tokens):
            raise NotTranslated(f"thừa “{self.tokens[self.at][1]}”")
        return made

    def _next(self) -> tuple[str, str]:
        if self.at == len(self.tokens):
            raise NotTranslated("điều kiện viết dở")
        self.at += 1
        return self.tokens[self.at - 1]

    def _is(self, *words: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][1] in words

    def _expect(self, sign: str) -> None:
        _kind, word = self._next()
        if word != sign:
            raise NotTranslated(f"chờ “{sign}” mà gặp “{word}”")

    def _either(self):
        return self._joined("or", self._both)

    def _both(self):
        return self._joined("and", self._compared)

    def _joined(self, word: str, one: Callable):
        self.deep += 1
        if self.deep > _DEEPEST:
            raise NotTranslated("điều kiện lồng nhau quá sâu")
        parts = [one()]
        while self._is(word):
            self.at += 1
            parts.append(one())
        self.deep -= 1
        return parts[0] if len(parts) == 1 else [word, *parts]

    def _compared(self):
        left = self._single()
        if not self._is(*_COMPARE):
            return left
        operator = self._next()[1]
        right = self._single()
        if self._is(*_COMPARE):
            raise NotTranslated("không so sánh ba thứ một lần")
        for one, other in ((left, right), (right, left)):
            # A question compared with nothing asks whether it was answered.
            if other == {"text": ""} and isinstance(one, str) and operator in ("=", "!="):
                return ["filled", one] if operator == "!=" else ["not", ["filled", one]]
        return [operator, left, right]

    def _single(self):
        kind, word = self._next()
        if kind == "field":
            return self._path(word[2:-1].strip())
        if kind == "dot":
            if not self.own:
                raise NotTranslated("dấu “.” chỉ dùng trong cột constraint")
            return self.own
        if kind == "number":
            return float(word) if "." in word else int(word)
        if kind == "text":
            return {"text": word[1:-1]}
        if word == "(":
            made = self._either()
            self._expect(")")
            return made
        if kind == "name":
            return self._called(word)
        raise NotTranslated(f"không hiểu “{word}”")

    def _path(self, name: str) -> str:
        try:
            return self.path_of(name)
        except KeyError:
            raise NotTranslated(f"không có câu hỏi “{name}”") from None

    def _called(self, name: str):
        if name not in ("not", "selected", "today", "true", "false", "date"):
            raise NotTranslated(f"chưa dùng được “{name}”")
        self._expect("(")
        if name in ("today", "true", "false"):
            self._expect(")")
            return ["today"] if name == "today" else name == "true"
        first = self._either()
        if name == "selected":
            self._expect(",")
            code = self._single()
            if not isinstance(first, str) or not isinstance(code, dict):
                raise NotTranslated("selected(…) cần một câu hỏi và một mã trong ngoặc đơn")
            self._expect(")")
            return ["has", first, code["text"]]
        self._expect(")")
        return ["not", first] if name == "not" else first
