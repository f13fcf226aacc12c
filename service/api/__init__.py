"""The API room: HTTP in and out.

Routers, schemas, dependencies, the one table of who may do what, and the one from domain
error to HTTP status. May import use cases and the domain.
"""
