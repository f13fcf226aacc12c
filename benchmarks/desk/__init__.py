"""The desk at scale: a million generated claims, and how fast the service answers about them."""
