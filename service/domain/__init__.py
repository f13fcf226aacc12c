"""The domain room: what Claimdesk is about, in plain Python.

Entities, value types, transition tables, errors, and the Protocols of the costly
collaborators (neural networks) that other rooms provide. Nothing here imports
anything but the standard library and this room.
"""
