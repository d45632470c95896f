"""The forms of the pages about apprentices: one module a subject."""
