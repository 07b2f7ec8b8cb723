"""Floor 3, HTTP in and HTML or JSON out: the only home of flask.

A route is three sentences: allow, act, show.
"""
