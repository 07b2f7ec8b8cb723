"""Reads a form as a browser would send it untouched: {name: value} of the form that posts to `action`."""

import html5lib

_NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def form_fields(response, action: str) -> dict[str, str]:
    """Raises LookupError when the page has no such form."""
    tree = html5lib.parse(response.get_data(as_text=True))
    for form in tree.iter(f"{_NAMESPACE}form"):
        if form.get("action") == action:
            return dict(_sent(form))
    raise LookupError(f"no form posts to {action}")


def _sent(form):
    for control in form.iter():
        name = control.get("name")
        if not name:
            continue
        if control.tag == f"{_NAMESPACE}select":
            options = list(control.iter(f"{_NAMESPACE}option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            yield name, chosen[0].get("value", "") if chosen else ""
        elif control.tag == f"{_NAMESPACE}textarea":
            yield name, control.text or ""
        elif control.tag == f"{_NAMESPACE}input":
            if control.get("type") in ("radio", "checkbox") and control.get("checked") is None:
                continue
            yield name, control.get("value", "on")


def main_text(response) -> str:
    """The words of the page's <main>, single spaces."""
    tree = html5lib.parse(response.get_data(as_text=True))
    main = next(tree.iter(f"{_NAMESPACE}main"))
    return " ".join(" ".join(main.itertext()).split())
