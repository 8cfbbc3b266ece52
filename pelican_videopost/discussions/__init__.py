"""Comments on the pages of a build: where `comments`, which knows nothing of Pelican, meets articles and settings.

- `build`: gives each article its discussion, and tells the receiver of the articles.
- `page`: what the templates of thread and form show. `structured` and `feeds`: what search engines and readers get.
"""
