"""A cohort from a file: read, checked as a whole, shown, and made in one go or not at all."""
