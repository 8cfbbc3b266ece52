"""What a theme's own page of an article prints, as far as its templates tell."""

from jinja2 import Environment, TemplateError, nodes

# What a theme may ask of an article for each of the rows that most themes print by themselves.
_ROWS = {
    "date": {"date", "locale_date"},
    "category": {"category", "categories"},
    "categories": {"categories"},
    "tags": {"tags"},
}
_PARTS = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def printed_rows(env: Environment, template: str | None) -> frozenset[str]:
    """Return which of `date`, `category` and `tags` a template asks its `article` for, or one that it is made of.

    `categories` is among them where it asks for all those of an article that has several.
    """
    asked: set[str] = set()
    seen: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name is None or name in seen or env.loader is None:
            continue
        seen.add(name)
        try:
            tree = env.parse(env.loader.get_source(env, name)[0])
        except TemplateError:  # it is not there, or written for an extension that another plugin adds later
            continue
        asked.update(node.attr for node in tree.find_all(nodes.Getattr) if _is_article(node.node))
        named = (node.template for node in tree.find_all(_PARTS))  # type: ignore[attr-defined]  # all of them have one
        waiting += [part.value for part in named if isinstance(part, nodes.Const)]
    return frozenset(row for row, names in _ROWS.items() if names & asked)


def _is_article(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "article"
