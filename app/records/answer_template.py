"""The ward's own templates of answers to feedback."""

from peewee import BigIntegerField, BooleanField, TextField

from app.records.base import Row, listed, ward_key


class AnswerTemplate(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    kind = TextField(default="")
    text = TextField()
    active = BooleanField(default=True)

    class Meta:
        primary_key = ward_key("id")


def own_templates(ward_id: int) -> list[dict]:
    """Those the ward has written or changed, put out of use too; by name."""
    query = AnswerTemplate.select().where(AnswerTemplate.ward_id == ward_id)
    return listed(query.order_by(AnswerTemplate.name, AnswerTemplate.id))
