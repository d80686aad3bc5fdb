"""The weekly close, the level it yields and the post that tells it."""
