"""The race: an article's analysis beside llama.cpp reading and writing the same tokens."""
