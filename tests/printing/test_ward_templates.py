"""A ward's own template: drawn as its own, refused with its line, never replaced in silence, and kept in its cage."""

import time

import pytest

from app import cli
from app.printing import dossier_sheets, drawing, registers, ward_templates
from app.problems import Problem
from tests.printing import reading
from tests.printing.counter_samples import LEDGER, RECEIPT, REFUSAL, ledger_rows

OWN = """{% extends "layouts/paper.html" %}
{% block sheet %}
<article class="sheet form" data-running="{{ sheet.running }}" data-state="{{ sheet.state }}">
{% include "paper/_heading.html" %}
<h1 class="form-title">GIẤY HẸN CỦA RIÊNG PHƯỜNG</h1>
<p>Của: {{ sheet.name }}</p>
</article>
{% endblock %}
"""


@pytest.fixture
def own(tmp_path):
    """Writes a template of the ward ha-dong."""
    ward_templates.use(tmp_path)
    (tmp_path / "ha-dong").mkdir()

    def write(name, text):
        (tmp_path / "ha-dong" / f"{name}.html").write_text(text, "utf-8")

    yield write
    ward_templates.use(None)


def refused(**changes):
    with pytest.raises(Problem) as problem:
        dossier_sheets.receipt(RECEIPT | changes)
    return problem.value


def test_it_takes_the_place_of_ours_for_that_ward_alone(own):
    own("receipt", OWN)
    pdf = dossier_sheets.receipt(RECEIPT)
    assert "GIẤY HẸN CỦA RIÊNG PHƯỜNG Của: TRẦN VĂN ĐƯỢC" in reading.text(pdf)
    assert reading.faults(pdf) == []
    for others in (RECEIPT | {"ward_slug": "kien-hung"}, RECEIPT | {"ward_slug": ""}):
        assert "GIẤY TIẾP NHẬN HỒ SƠ" in reading.text(dossier_sheets.receipt(others))
    assert "PHIẾU TỪ CHỐI" in reading.text(dossier_sheets.refusal(REFUSAL))


def test_ours_is_printed_when_asked_for(own):
    own("receipt", "{{ broken")
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in reading.text(dossier_sheets.receipt(RECEIPT, ours=True))


def test_a_register_may_be_replaced_too(own):
    own(
        "ledger",
        '<!doctype html><html lang="vi"><title>Sổ</title><p>{{ sheet.rows|length }} dòng của phường</p></html>',
    )
    assert "30 dòng của phường" in reading.text(registers.ledger(LEDGER, ledger_rows(30)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("một\nhai\n{{ sheet.name", 3),
        ("một\n{% for x in sheet.documents %}\nba", 3),
        ("một\nhai\nba\n{{ sheet.nme }}", 4),
        ("{{ sheet.name.upper }}\n{{ sheet.name() }}", 2),
        ('một\n{% include "khong-co.html" %}', 2),
        ('một\n{% include "pages/dang-nhap.html" %}', 2),
        ('một\n{% include "paper/../layouts/paper.html" %}', 2),
        ("một\n\n{{ 1 / 0 }}", 3),
    ],
)
def test_one_that_cannot_be_filled_names_its_line_and_prints_nothing(own, text, line):
    own("receipt", text)
    problem = refused()
    assert problem.code == "template_broken"
    assert (problem.params["template"].startswith("receipt.html"), problem.params["line"]) == (True, line)
    assert f"hỏng ở dòng {line}" in problem.sentence
    assert "RẦN VĂN" not in problem.sentence


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ sheet.__class__.__base__.__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.environ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ '{0.__class__}'.format(sheet) }}",
        "{{ sheet.update({'name': 'khác'}) }}",
        "{{ sheet.documents.append(1) }}",
    ],
)
def test_python_is_out_of_its_reach(own, text):
    own("receipt", text)
    problem = refused()
    assert problem.code == "template_broken"
    assert "os.environ" not in problem.params["why"]


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 'x' * 900000000 }}{{ 'y' * 900000000 }}",
        "{% set ns = namespace(t='x') %}{% for a in range(60) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}{{ ns.t }}",
        "{% macro m(n) %}{% for a in range(9) %}{{ m(n + 1) }}{% endfor %}{% endmacro %}{{ m(0) }}",
    ],
    ids=["loops", "letters", "doubling", "recursion"],
)
def test_a_template_that_never_ends_or_swells_is_ended(own, text):
    own("receipt", text)
    started = time.monotonic()
    problem = refused()
    assert problem.code in ("printing_too_slow", "template_broken")
    assert time.monotonic() - started < 30  # 10 s of limit, and starting another worker on a busy machine
    assert "GIẤY TIẾP NHẬN" in reading.text(dossier_sheets.receipt(RECEIPT, ours=True))


def test_one_too_large_is_refused_unread(own):
    own("receipt", "x" * (ward_templates.BYTES_MAX + 1))
    assert "lớn hơn 256 kB" in refused().sentence


@pytest.mark.parametrize("slug", ["../ha-dong", "ha-dong/..", "/etc", "..", "ha_dong"])
def test_a_slug_is_no_path(own, slug):
    own("receipt", OWN)
    assert ward_templates.text_of(slug, "receipt") is None
    assert ward_templates.text_of("ha-dong", "../ha-dong/receipt") is None


def test_every_name_is_a_template_of_ours():
    for name in ward_templates.NAMES:
        drawing._templates.get_template(f"paper/{name}.html")


def test_the_command_names_what_is_wrong(own, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GD_TEMPLATES_DIR", str(tmp_path))
    own("receipt", OWN)
    assert cli.main(["templates", "ha-dong"]) == 0
    own("recipt", OWN)
    own("refusal", "một\n{{ sheet.name")
    assert cli.main(["templates", "ha-dong"]) == 1
    told = capsys.readouterr().err
    assert "recipt.html: tên tệp không thay mẫu nào" in told
    assert "refusal.html, dòng 2" in told
    monkeypatch.setenv("GD_TEMPLATES_DIR", str(tmp_path / "khong-co"))
    assert cli.main(["templates", "ha-dong"]) == 1
    assert "GD_TEMPLATES_DIR" in capsys.readouterr().err
