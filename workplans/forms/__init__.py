"""The forms about learning: one module a subject."""
