"""The storage room: everything that is kept.

Engine, records (ORM rows), repositories, the unit of work, migrations at run time. The
only room that writes SQL. Repositories flush and never commit. May import the domain.
"""
