"""The web room: static files that the service serves itself, such as Swagger UI."""
