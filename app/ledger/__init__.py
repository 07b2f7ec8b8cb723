"""Floor 2, the one door for writes: checks, orders, applies and stores operations in one transaction.

May use rules and records. Never printing, never flask.
"""
