"""What axe-core finds on a page, in each of the ways that readers see it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

SCHEMES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "dark", "forced_colors": "active"},
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A page of the example, and the listings that the plugin adds.
A_PAGE = "pages/about-this-site.html"
_LISTING = re.compile(r"(?:videos[\w-]*|films|film/[\w-]+)\.html")
RUN = """async tags => {
  const {violations} = await axe.run(document, {runOnly: tags, resultTypes: ["violations"], preload: false});
  return violations.flatMap(({id, nodes}) => nodes.map(node => {
    const colours = [...node.any, ...node.all, ...node.none].map(check => check.data).find(data => data?.fgColor);
    const element = document.querySelector(node.target[0]);
    return {
      rule: id,
      element: element.cloneNode().outerHTML,
      colours: colours ? `${colours.fgColor} on ${colours.bgColor}` : "",
      within: !!element.closest(".videopost"),
      why: node.failureSummary,
    };
  }));
}"""


@dataclass(frozen=True, slots=True)
class Violation:
    """An element that breaks a rule, on a page in a scheme; `colours` where the rule is about them.

    `element` is its tag with all attributes, `within` whether it is a part of a video post.
    """

    page: str
    scheme: str
    rule: str
    element: str
    colours: str
    within: bool
    why: str

    def __str__(self) -> str:
        """Return what somebody needs who puts it right."""
        return f"{self.page}, {self.scheme}: {self.rule}\n{self.element}\n{self.why}\n"


def violations(page: Page, name: str, schemes: Iterable[str] = SCHEMES) -> list[Violation]:
    """Return what axe finds on the page as it stands, in each of these schemes.

    The reader wants no motion, since a colour on its way to another one is neither.
    """
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme in schemes:
        page.emulate_media(reduced_motion="reduce", **SCHEMES[scheme])  # type: ignore[arg-type]
        found += [Violation(page=name, scheme=scheme, **one) for one in page.evaluate(RUN, TAGS)]
    return found


def without(theme: list[Violation], found: list[Violation]) -> list[Violation]:
    """Return what of `found` is not the theme's own, which it has without the plugin too.

    That is an element that was there before; a colour that the theme gives its links, wherever they stand; and text
    outside of landmarks (`region`) on a page that has none for its articles. The plugin's own listings, which are not
    there before, are measured by a page of the theme, whose template they fill.
    """
    elements = {(one.page, one.scheme, one.rule, _essence(one.element)) for one in theme if not one.within}
    colours = {(one.scheme, one.rule, one.colours) for one in theme if one.colours}
    bare = {(one.page, one.scheme) for one in theme if one.rule == "region"}
    pages = {one.page for one in found}
    before = {page: A_PAGE if _LISTING.fullmatch(page) else page for page in pages}
    return [
        one
        for one in found
        if (before[one.page], one.scheme, one.rule, _essence(one.element)) not in elements
        and (one.scheme, one.rule, one.colours) not in colours
        and not (one.rule == "region" and (before[one.page], one.scheme) in bare)
    ]


def _essence(element: str) -> str:
    """Return a tag without what differs from page to page: the way to the root, the language, the current link."""
    plain = re.sub(r' aria-current="page"| lang="[\w-]+"', "", element)
    return re.sub(r'(?<==")(?:\.{1,2}/)+', "./", plain)
