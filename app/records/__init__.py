"""Floor 1, tables and queries: the only home of peewee.

Reads live beside the table they read. Nothing here decides: decisions are made by rules, writes are made by ledger.
"""
