"""One person at the pages of the plan of the apprentice of `here`."""

import html
import re
from datetime import date

from django.urls import reverse

TODAY = date(2026, 11, 18)
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


class Somebody:
    """One person at the plan of a month; what they do there is done by pressing what the page has."""

    def __init__(self, client, record):
        self.client, self.record = client, record

    def path(self, name="work_plan", *arguments, month=NOVEMBER):
        return reverse(name, args=[self.record.pk, month, *arguments])

    def page(self, month=NOVEMBER):
        return self.client.get(self.path(month=month)).context["page"]

    def text(self, month=NOVEMBER):
        return html.unescape(self.client.get(self.path(month=month)).content.decode())

    def send(self, name, *arguments, month=NOVEMBER, **fields):
        """Sends a form; the answer as it is."""
        return self.client.post(self.path(name, *arguments, month=month), fields)

    def do(self, name, *arguments, month=NOVEMBER, **fields):
        """Sends a form; the answer behind a redirect."""
        return self.client.post(self.path(name, *arguments, month=month), fields, follow=True)

    def move(self, item, move, **fields):
        return self.do("move_item", item.pk, move, **fields)

    def ways(self, title, month=NOVEMBER):
        """What the reader can do with an item: the words of its buttons and links."""
        page = self.page(month)
        item = next(one for one in [*page.items, *page.suggestions] if one.title == title)
        return [way.words for way in item.buttons] + [way.words for way in item.links]

    def agree(self):
        return self.do("agree_plan", seen=self.page().seen)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def version(answer):
    """The version of what it is about that the form of a page carries along."""
    [field] = re.findall(r'<input[^>]*name="_version"[^>]*>', answer.content.decode())
    return re.search(r'value="(\d+)"', field)[1]
