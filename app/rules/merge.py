"""The three-way merge of one card: what a person saw, what stands now, and what the person wants, field by field.

Nobody's value is overwritten in silence: where somebody else changed the same field meanwhile, both values are kept
and a person chooses. Used by amendments of an assistance, and by every card that two people may mend at once.
"""

from dataclasses import dataclass, field

from app.rules import fields


@dataclass(frozen=True, slots=True)
class Merged:
    """`values`: the card afterwards, in full. `taken`: the fields that changed. `conflicts`: {field: {"held", "new"}}
    of the fields that a person must choose; in `values` they keep what is held.
    """

    values: dict
    taken: list[str] = field(default_factory=list)
    conflicts: dict[str, dict] = field(default_factory=dict)


def merge(was: dict, held: dict, ours: dict, together: list[dict] = ()) -> Merged:
    """`was`: what the person saw in the fields they changed; `held`: every field as it stands; `ours`: the wanted
    values, a part of the fields.

    Of each wanted field: held already → nothing to do; held is still what was seen → taken; anything else (also a
    field about which the person does not say what they saw) → conflict.

    `together` are rules over several fields, as in `fields.check_together`. What was taken beside a conflict must not
    stand half (a name whose consent is in dispute): then nothing is taken and the person chooses all of it.
    """
    values, taken, conflicts = dict(held), [], {}
    for name, new in ours.items():
        if new == held[name]:
            continue
        if name in was and was[name] == held[name]:
            values[name] = new
            taken.append(name)
        else:
            conflicts[name] = {"held": held[name], "new": new}
    if taken and conflicts and fields.check_together(values, together):
        differing = (name for name in ours if ours[name] != held[name])
        return Merged(dict(held), [], {name: {"held": held[name], "new": ours[name]} for name in differing})
    return Merged(values, taken, conflicts)


def changed_since(was: dict, held: dict) -> list[str]:
    """The fields that no longer stand as the person saw them, in the order of `was`."""
    return [name for name, seen in was.items() if held.get(name) != seen]
