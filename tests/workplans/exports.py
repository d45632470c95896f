"""Exports of providers for tests: lines as a provider writes them, and the steps of bringing them in."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from hackit import dates

HEADINGS = ("Session date", "Hours", "Type", "Description", "Paid")


def export(*rows, headings=HEADINGS, delimiter=",", encoding="utf-8"):
    """A CSV file (bytes) with these rows below the headings."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([headings, *rows])
    return out.getvalue().encode(encoding)


def day(ago):
    """The day so many days ago as an export writes it."""
    return f"{dates.today() - timedelta(days=ago):%d/%m/%Y}"


class Way:
    """The steps of bringing in a file, at one of the two addresses, by somebody who is signed in."""

    def __init__(self, client, path):
        self.client, self.path = client, path

    def choose(self, content, name="export.csv"):
        """The answer to the file."""
        return self.client.post(self.path, {"file": SimpleUploadedFile(name, content)})

    def go_on(self, page, button="", **changed):
        """Sends the form of a page as it stands, with what is changed in it and the button pressed."""
        data = fields(page.content.decode()) | changed
        data = {name: value for name, value in data.items() if value is not None}
        return self.client.post(self.path, data | ({button: "1"} if button else {}))

    def check(self, content, name="export.csv", **changed):
        """The page with what the lines become."""
        return self.go_on(self.choose(content, name), **changed)

    def bring(self, page, **changed):
        """Confirms what a page showed."""
        return self.go_on(page, "bring", **changed)


def fields(page):
    """{name: value} of what a browser would send of the form in a page; several values as a list."""
    form = max(re.findall(r"<form.*?</form>", page, re.S), key=len)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        facts = {name: unescape(value) for name, value in re.findall(r'(\w[\w-]*)="([^"]*)"', tag)}
        kind = facts.get("type", "text")
        if "name" not in facts or kind in {"submit", "file"} or facts["name"] == "csrfmiddlewaretoken":
            continue
        if kind == "checkbox":
            if re.search(r"\schecked", tag):
                found.setdefault(facts["name"], []).append(facts.get("value", "on"))
        else:
            found[facts["name"]] = facts.get("value", "")
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        options = re.findall(r'<option value="([^"]*)"([^>]*)>', inner)
        chosen = [unescape(value) for value, rest in options if "selected" in rest]
        found[name] = (chosen or [unescape(options[0][0])])[0]
    return found
