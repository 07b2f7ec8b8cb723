"""How long a text takes over a loudspeaker (bài phát thanh), and the words around it.

Vietnamese is counted by syllables (tiếng), which are what stands between spaces. The pace is that of somebody who reads
to people who are cooking: slower than talking, slower than the news.
"""

import re

SYLLABLES_A_MINUTE = 170
# Numbers are read digit by digit place: "18" is mười tám, "2026" is seven syllables.
_NUMBER = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def syllables(text: str) -> int:
    """How many are heard, numbers as they are said: n digits are about 2n − 1 syllables."""
    spoken = sum(2 * len(number) - 1 for number in _NUMBER.findall(text))
    return spoken + len(_WORD.findall(text))


def half_minutes(text: str) -> int:
    """Reading time in halves of a minute, rounded up; 0 of nothing."""
    return -(-2 * syllables(text) // SYLLABLES_A_MINUTE)


def spoken_text(title: str, text: str, ward_name: str) -> str:
    """What is read when nobody wrote a text for the loudspeaker. ward_name: "Phường Hà Đông"."""
    ward = ward_name[:1].lower() + ward_name[1:]
    body = "\n".join(line for line in text.splitlines() if line.strip())
    return (
        f"Kính thưa bà con nhân dân. Ủy ban nhân dân {ward} thông báo: {_closed(title)}\n{body}\n"
        "Trân trọng cảm ơn bà con đã lắng nghe."
    )


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
