"""Minutes (biên bản, NĐ 30/2020: loại văn bản "BB") of an outreach event and of an inspection, A4. Dicts in, PDF out.

Both take the ward's heading (dossier_sheets) and `at` (time of the minutes). Their number is written by the pen: they
get it in the office's own register of documents. Texts are as the reader shall see them, "" means "not given", lines
stay lines.

**outreach_minutes**, besides: `title`, `kind` ("Tập huấn, hướng dẫn"), `held_on` (day), `starts` ("19:30" or ""),
`venue`, `audience`, `neighbourhoods` ("Tổ dân phố 3, 4" or "toàn phường"), `attended` (int), `summary`, `questions`
[{asked, answer, code}] (`code` of the feedback it became), `documents` [{title, count}], `conclusion`, `chair`,
`secretary`.

**inspection_minutes**, besides: `title` (the checklist), `venue`, `on` (day), `began_at` (time, "" when written down on
another day), `inspectors` [name], `inspected` [name], `present`, `items` [{text, basis, finding, note}], `counts`
[(label, number)], `strengths`, `shortcomings`, `recommendation`, `opinion`, `faults` [{text, owner, due_on}],
`recorder`.
"""

from app.printing.drawing import Draft, draft, draw
from app.printing.typography import day_of, joined, local, long_day, long_moment, numbered, place_and_day, short_moment


def outreach_minutes(minutes: dict, *, ours: bool = False) -> bytes:
    """Biên bản buổi tập huấn, đối thoại, tuyên truyền."""
    return draw(outreach_draft(minutes), ours=ours)


def outreach_draft(minutes: dict) -> Draft:
    title = f"Biên bản: {minutes['title']}"
    began = f"{int(minutes['starts'][:2])} giờ {minutes['starts'][3:]} phút" if minutes["starts"] else ""
    sheet = _heading(minutes) | {
        "running": "Biên bản " + minutes["kind"].lower(),
        "kind": minutes["kind"],
        "began": joined(", ", began, long_day(day_of(minutes["held_on"]))),
        "attended": numbered(minutes["attended"]),
        "summary": _paragraphs(minutes["summary"]),
        "conclusion": _paragraphs(minutes["conclusion"]),
        "questions": [
            {**one, "number": number, "answer": one["answer"] or "Sẽ trả lời sau buổi này."}
            for number, one in enumerate(minutes["questions"], 1)
        ],
        "documents": [{**one, "number": numbered(number)} for number, one in enumerate(minutes["documents"], 1)],
        **{name: minutes[name] for name in ("title", "venue", "audience", "neighbourhoods", "chair", "secretary")},
    }
    return draft("outreach_minutes", minutes, title, minutes["at"], sheet=sheet)


def inspection_minutes(minutes: dict, *, ours: bool = False) -> bytes:
    """Biên bản kiểm tra đột xuất."""
    return draw(inspection_draft(minutes), ours=ours)


def inspection_draft(minutes: dict) -> Draft:
    sheet = _heading(minutes) | {
        "running": "Biên bản kiểm tra",
        "began": long_moment(minutes["began_at"]) or long_day(day_of(minutes["on"])),
        "ended": _ended(minutes),
        "present": _paragraphs(minutes["present"]),
        "checked": [{**one, "number": numbered(number)} for number, one in enumerate(minutes["items"], 1)],
        "counts": "; ".join(f"{label}: {numbered(count)}" for label, count in minutes["counts"]),
        "faults": [
            {**one, "number": numbered(number), "due": short_moment(one["due_on"])}
            for number, one in enumerate(minutes["faults"], 1)
        ],
        **{name: _paragraphs(minutes[name]) for name in ("strengths", "shortcomings", "recommendation", "opinion")},
        **{name: minutes[name] for name in ("title", "venue", "inspectors", "inspected", "recorder")},
    }
    return draft("inspection_minutes", minutes, f"Biên bản kiểm tra: {minutes['venue']}", minutes["at"], sheet=sheet)


def _ended(minutes: dict) -> str:
    """When the minutes were finished; of another day without its hour."""
    same_day = bool(minutes["began_at"]) and local(minutes["at"]).date() == local(minutes["began_at"]).date()
    return long_moment(minutes["at"] if same_day else minutes["at"][:10])


def _heading(minutes: dict) -> dict:
    return {
        "organ_line_1": minutes["organ_line_1"],
        "organ_line_2": minutes["organ_line_2"],
        "number": "........../BB-UBND",
        "place_date": place_and_day(minutes["place"], day_of(minutes["at"])),
        "demo": minutes["demo"],
    }


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
