"""Pages of comments, beside the page of a post that has many: as pages of the site's theme, like the post's own."""

from pathlib import Path
from typing import Any

from pelican.generators import Generator

from pelican_videopost.base.model import Problem
from pelican_videopost.build.article import CONTEXT_NAME, TEMPLATE, CommentsPageView
from pelican_videopost.build.site import Build
from pelican_videopost.build.telling import tell_of_site


class CommentPages(Generator):
    """Writes the pages of comments, after all articles and pages of a site."""

    def generate_output(self, writer: Any) -> None:
        """Write each page; a file that was written already stays, and is named."""
        build = self.context.get(CONTEXT_NAME)
        if not isinstance(build, Build):
            return
        for article, published in build.published.items():
            for page in published.discussion.pages.values():
                if str(Path(writer.output_path, page.save_as)) in writer._written_files:
                    fix = f"this file is written already, so page {page.number} of comments is not"
                    tell_of_site([Problem(f"{article.slug}: comments_per_page", page.save_as, fix)])
                    continue
                view = CommentsPageView.of_page(article, page)
                writer.write_file(
                    page.save_as,
                    build.theme_template(TEMPLATE),
                    self.context,
                    self.settings["RELATIVE_URLS"],
                    article=view,
                    category=getattr(article, "category", None),
                    url=page.url,
                    blog=True,
                )
