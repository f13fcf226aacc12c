"""The inference room: neural networks and the weights they run on.

Weights, the generation engine, summarizer, claim rewriter, check-worthiness, support
checker, embeddings. The only room that imports torch and transformers. May import the
domain and the text room.
"""
