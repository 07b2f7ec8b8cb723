"""How long a text takes over a loudspeaker: counted by syllables, numbers as they are said."""

from app.rules.reading_aloud import half_minutes, spoken_text, syllables


def test_words_count_by_syllables_and_numbers_as_they_are_said():
    assert syllables("Kính thưa bà con") == 4
    # mười tám giờ; ba mươi tháng mười một năm hai nghìn không trăm hai mươi sáu, nearly
    assert syllables("18 giờ") == 4
    assert syllables("30/11/2026") == 3 + 3 + 7
    assert syllables("") == 0
    # Marks, dashes and line ends are silent.
    assert syllables("CT1A – (sảnh),\nbà con!") == 1 + 1 + 1 + 3


def test_minutes_are_rounded_up_to_halves():
    assert half_minutes("") == 0
    assert half_minutes("tiếng " * 85) == 1
    assert half_minutes("tiếng " * 86) == 2
    assert half_minutes("tiếng " * 170) == 2


def test_without_a_text_of_its_own_the_notice_is_read_with_a_greeting():
    text = spoken_text("Lịch cấp căn cước", "Ngày 28.\n\nMang căn cước cũ.", "Phường Hà Đông")
    assert text.startswith("Kính thưa bà con nhân dân. Ủy ban nhân dân phường Hà Đông thông báo: Lịch cấp căn cước.\n")
    assert "Ngày 28.\nMang căn cước cũ.\n" in text
    assert "căn cước!\n" in spoken_text("Đi làm căn cước!", "Ngày 28.", "Phường X")
