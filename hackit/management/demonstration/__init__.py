"""The demonstration: an invented council with a history, made as people would make it, day by day."""
