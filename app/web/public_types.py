"""What citizens' phones may send without an account, and what each is told afterwards."""

from collections.abc import Callable

# {type of the operation: told(ward_id, entity) -> what this citizen may know: a code to look it up by, a number}
PUBLIC: dict[str, Callable[[int, str], dict]] = {}
