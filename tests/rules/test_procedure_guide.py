"""Every road of the guided choice ends at a procedure that the catalogue has in force, after at most three taps."""

from app.rules import handling
from app.rules import procedure_guide as guide
from app.rules.procedure_import import starter_cards

IN_FORCE = {body["code"]: body for _entity, body in starter_cards() if body["status"] == "in_force"}
BY_ID = {question.id: question for question in guide.questions()}


def test_every_answer_leads_to_a_question_or_to_a_procedure_in_force():
    for question in guide.questions():
        assert len(question.answers) > 1
        for answer in question.answers:
            assert bool(answer.to) != bool(answer.code), answer
            assert answer.to in BY_ID if answer.to else answer.code in IN_FORCE, answer


def test_a_variant_is_one_of_its_procedure():
    named = [answer for question in guide.questions() for answer in question.answers if answer.variant]
    assert named
    for answer in named:
        assert answer.variant in {each["key"] for each in handling.variants(IN_FORCE[answer.code])}, answer


def test_three_taps_are_enough_and_no_question_is_left_out():
    reached, roads = set(), [(guide.questions()[0], 1)]
    while roads:
        question, taps = roads.pop()
        reached.add(question.id)
        assert taps <= 3, question.id
        roads += [(BY_ID[answer.to], taps + 1) for answer in question.answers if answer.to]
    assert reached == set(BY_ID)


def test_what_people_come_for_most_is_asked_about():
    asked = {answer.code for question in guide.questions() for answer in question.answers}
    favourites = {code for code, body in IN_FORCE.items() if body["favourite"]}
    assert favourites - asked == {"1.012789"}, "looking up a plot of land is no filing"


def test_answers_fit_on_a_button_and_no_two_say_the_same():
    for question in guide.questions():
        said = [answer.say for answer in question.answers]
        assert len(set(said)) == len(said)
        assert all(len(text) <= 64 for text in said), [text for text in said if len(text) > 64]
