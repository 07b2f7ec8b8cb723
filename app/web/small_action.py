"""One thing that may be done with a row on its page: a small form with a table of fields."""

from dataclasses import dataclass, field

from flask_babel import LazyString

from app.rules.operation import Refusal
from app.web import door
from app.web.action_form import Wrong
from app.web.words import labelled, sentence


@dataclass(frozen=True)
class SmallAction:
    """`table`: the fields of its body. `field_of`: {code: the field that its sentence belongs to}."""

    noun: str
    slug: str
    verb: str
    title: LazyString
    button: LazyString
    table: dict = field(default_factory=dict)
    field_of: dict[str, str] = field(default_factory=dict)
    danger: bool = False

    @property
    def type(self) -> str:
        return f"{self.noun}.{self.verb}/1"


def refused(action: SmallAction, answer: Refusal) -> Wrong:
    """What the form says of a refusal: beside its fields, or for the whole."""
    if answer.code == "body_invalid":
        labels = labelled(action.table)
        wrong = answer.details.get("fields", {})
        known = {name: {key: labels[name][key] for key in ("label", "days", "max", "min") if key in labels[name]}
                 for name in wrong if name in labels}  # fmt: skip
        said = {name: door.field_sentence(wrong[name], params) for name, params in known.items()}
        return Wrong(said) if said else Wrong({}, sentence(answer.code, fields=""))
    if answer.code in action.field_of:
        return Wrong({action.field_of[answer.code]: sentence(answer.code)})
    return Wrong({}, sentence(answer.code))
