"""axe-core, the checker of accessibility, in a page."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page

from offcut_build import paths
from offcut_build.fetching import npm

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """
async (values) => {
  const { violations } = await axe.run(document, {
    runOnly: { type: 'tag', values },
    resultTypes: ['violations'],
  });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${id} (${impact}) ${node.target.join(' ')}: ${node.failureSummary}`),
  );
}
"""


@cache
def _source() -> str:
    npm.install(development=True)
    return (paths.NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What is wrong with the page as it is now, by WCAG 2.2 AA and by what is usual besides."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(_source())  # the page's policy takes no script tag
    found: list[str] = page.evaluate(_RUN, _RULES)
    return found
