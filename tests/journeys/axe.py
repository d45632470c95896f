"""What the rules of axe say about a page in the browser."""

from axe_playwright_python.base import AXE_SCRIPT

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

# Contrast takes more time than all other rules together. It hangs on the colours of an element and of what
# it stands in, and on whether its words are large: so at another width it is asked of what has come into
# sight, or looks otherwise in one of these, with all that is inside, and of nothing else a second time.
ASK = """
async options => {
  const large = style => parseFloat(style.fontSize) >= (style.fontWeight >= 700 ? 18.66 : 24)
  const looks = one => {
    const style = getComputedStyle(one)
    const shown = one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const { color, backgroundColor, backgroundImage, opacity } = style
    return shown && [color, backgroundColor, backgroundImage, opacity, large(style)].join()
  }
  const asked = window.asked || new Map()
  const now = new Map([...document.querySelectorAll('body, body *')].map(one => [one, looks(one)]))
  const other = [...now.keys()].filter(one => now.get(one) && now.get(one) !== asked.get(one))
  const contrast = enabled => ({ ...options, rules: { 'color-contrast': { enabled } } })
  const first = !window.asked
  window.asked = now
  const found = (await axe.run(contrast(first))).violations
  if (first || !other.length) return found
  const only = { ...options, runOnly: { type: 'rule', values: ['color-contrast'] } }
  return found.concat((await axe.run({ include: other }, only)).violations)
}
"""


def broken_rules(page, *tags):
    """The rules with one of the tags that a page breaks, each with the elements that break it.

    Asked again of the same page, as at another width, contrast is asked of what looks otherwise than before.
    """
    options = {
        "runOnly": {"type": "tag", "values": tags},
        "resultTypes": ["violations"],
        # Otherwise axe puts styles into the page, and the content policy stops it.
        "preload": False,
    }
    # It is half a megabyte: a page gets it once, and gives back only what is wrong. A window that looks at
    # many pages has it from the start.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(ASK, options)
    return {rule["id"]: [node["html"][:150] for node in rule["nodes"]] for rule in found}
