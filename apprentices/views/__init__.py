"""The pages about apprentices: one module a subject."""
