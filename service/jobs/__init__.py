"""The jobs room: durable workflows and their queues, on DBOS Transact, and webhooks.

One workflow step a pipeline stage, so that a killed process goes on where it was. Webhooks
need no workflow: what is to be sent, and who sends it, stands in the database. May
import use cases and the domain.
"""
