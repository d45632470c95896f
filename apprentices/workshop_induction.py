"""Giving an induction in the workshop, and following its template: shown first, then confirmed."""


def induction_page(desk, request, record):
    """What an apprentice would be given."""
    return desk.page_of(
        request, record, "admin/apprentices/apprentice/induction.html", f"Induction of {record}"
    )


INDUCTION_PAGES = (("induction/", "apprentices_apprentice_induction", induction_page, ["GET", "POST"]),)
