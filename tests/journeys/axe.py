"""What the rules of axe say about a page in the browser."""

from axe_playwright_python.base import AXE_SCRIPT

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def broken_rules(page, *tags):
    """The rules with one of the tags that a page breaks, each with the elements that break it."""
    options = {
        "runOnly": {"type": "tag", "values": tags},
        "resultTypes": ["violations"],
        # Otherwise axe puts styles into the page, and the content policy stops it.
        "preload": False,
    }
    # It is half a megabyte: a page gets it once, and gives back only what is wrong.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return {rule["id"]: [node["html"][:150] for node in rule["nodes"]] for rule in found}
