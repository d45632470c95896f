"""An export of a provider: which column is what, what each line becomes, and what is wrong."""
