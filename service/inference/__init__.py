"""The inference room: neural networks and the weights they run on.

Weights, the generation engine, summarizer, claim rewriter, check-worthiness, support
checker, claim matcher, embeddings. The only room that imports torch and transformers. May
import the domain and the text room.
"""

import os

# Before torch is loaded, or OpenMP does not read it: threads that wait must sleep. Those
# that spin, as they do by default, take the cores from each other as soon as anything else
# runs; with both cores of a machine busy, decoding then took two to four times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
