"""Worlds: who and what there is in one, how one is laid, kept apart from others, and kept safe."""
