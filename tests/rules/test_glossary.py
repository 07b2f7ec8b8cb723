import unicodedata

from app.rules import glossary
from app.rules.text import fold


def test_codes_and_slugs_are_unique_and_well_formed():
    assert len(glossary.BY_CODE) == len(glossary.BY_SLUG) == len(glossary.NOUNS)
    for noun in glossary.NOUNS:
        assert noun.code.isidentifier()
        assert noun.code == noun.code.lower()
        assert noun.code.isascii()
        assert noun.slug == fold(noun.slug).replace(" ", "-")
        assert unicodedata.is_normalized("NFC", noun.label)


def test_a_slug_is_the_label_without_accents_or_its_beginning():
    shortened = {"outbox": "cho-gui", "calendar": "lich"}
    for noun in glossary.NOUNS:
        whole = fold(noun.label).replace(",", "").replace(" ", "-")
        assert whole.startswith(noun.slug) or shortened[noun.code] == noun.slug or noun.code in ("survey", "tip")


def test_every_outcome_of_the_ledger_has_words():
    assert set(glossary.OUTCOMES) == {"ok", "merged", "conflict", "rejected", "parked"}
