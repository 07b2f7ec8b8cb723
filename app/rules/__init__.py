"""Floor 0, pure Python: what each operation does, states, dates, permissions, words.

No clock, no input or output, no flask, no peewee: every function is given what it needs and returns what it found.
"""
