"""The pages about learning: one module a subject."""
