"""The API room: HTTP in and out.

Routers, schemas, dependencies, and the one table from domain error to HTTP status. May
import use cases and the domain.
"""
