"""The text room: reading article text without a neural network.

Pure functions over `str`: normalisation, boilerplate spans, sentences, selectors,
language, dates, and the cheap checks that hold a rewritten sentence against its source.
All offsets are Unicode code points of the normalised text.
"""
