"""What a build says to authors: in the log, a line for each problem, which names file, field, value and fix."""

import logging
from collections.abc import Iterable
from typing import Any

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.model import Problem

logger = logging.getLogger(__name__)


def tell_of(article: Any, problem: Problem) -> None:
    """Tell the author of an article what in it cannot be used."""
    where = article.get_relative_source_path() or article.source_path
    # A post's own words may stand in a fix, and mean something to a terminal.
    logger.warning("%s: %s: %r: %s", where, problem.field, problem.value, one_line(problem.fix))


def tell_of_site(problems: Iterable[Problem]) -> None:
    """Tell of problems that belong to the site, not to one post."""
    for problem in problems:
        logger.warning("%s: %s: %s", problem.field, one_line(problem.value), one_line(problem.fix))
