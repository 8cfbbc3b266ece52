"""The table of all commands, with their words and examples. The documents are made of it, too."""

from pelican_videopost.cli.arguments import (
    of_check,
    of_chosen,
    of_convert,
    of_delete,
    of_erase,
    of_fetch,
    of_ids,
    of_list,
    of_new,
    of_serve,
    of_shell,
    of_source,
    of_wordpress,
)
from pelican_videopost.cli.parser import Command

GROUPS = {
    "import": "bring in what is elsewhere; what is here already is left alone",
    "comments": "take comments on a machine of one's own, and moderate them",
}


COMMANDS = (
    Command(
        "new",
        "write the draft of a post for a video, among the site's articles",
        'new https://vimeo.com/1084537 --film "Big Buck Bunny"',
        "new.write_new",
        of_new,
        more="With the extra [fetch], title, description, poster and metadata are asked for on the network; without it,"
        " the post says what the address tells. Of a playlist, each video that no post shows gets a draft of its own. A"
        " file that is there is left as it is.",
    ),
    Command(
        "fetch",
        "get posters and metadata of the videos, into files beside the content",
        "fetch --refresh content/rocky.md",
        "posts.fetch_videos",
        of_fetch,
        more="Each video is saved as it arrives. What could not be had is named with its post, the rest goes on, and"
        " the exit status is 1.",
    ),
    Command(
        "check",
        "find videos that are gone, and what is missing or wrong in video posts",
        "check --offline",
        "posts.check_posts",
        of_check,
        more="What a build would warn of, and a video that does not play, is an error: the exit status is 1. What is"
        " merely missing, or a provider would not tell, is a warning: it is 0. With --fix, names of fields that are off"
        " by a little, and lines that lost their indent, are put right and shown; of each file that is changed a copy"
        " is kept, as `convert` does.",
    ),
    Command(
        "convert",
        "make embeds that were written for other plugins and programs what this one plays",
        "convert content/2012 --write",
        "converting.convert_embeds",
        of_convert,
        more="In articles in Markdown, reStructuredText and HTML. The first video of an article that begins with it"
        " becomes its Video line, any other an address in a paragraph by itself; all else stays as it is, and so does"
        " what stands in code. A file that is changed is copied to .videopost-backup beside the content folder, unless"
        " git has it as it was.",
    ),
    Command(
        "import disqus",
        "bring in the public comments of Disqus, from the file that it exports",
        "import disqus export.xml.gz",
        "imports.bring_in",
        of_source,
    ),
    Command(
        "import isso",
        "bring in the public comments of Isso, from its database",
        "import isso /var/lib/isso/comments.db",
        "imports.bring_in",
        of_source,
    ),
    Command(
        "import staticman",
        "bring in the comments of Staticman, from the folder of its files",
        "import staticman _data/comments",
        "imports.bring_in",
        of_source,
    ),
    Command(
        "import wordpress",
        "bring in posts, pages, comments and media of WordPress, from the files it exports",
        "import wordpress export.xml --media wp-content/uploads",
        "moving_in.import_wordpress",
        of_wordpress,
        more="Nothing private becomes public, no email is published, and a file edited since the last import is left as"
        " it is. What could not be brought in is in the report, and the exit status is 1.",
    ),
    Command(
        "comments serve",
        "take comments, until it is ended",
        "comments serve --site http://127.0.0.1:8000",
        "serving.take_comments",
        of_serve,
    ),
    Command(
        "comments list",
        "list the comments that wait, or those in another state, on one post or of one person",
        "comments list --state spam",
        "comments.list_comments",
        of_list,
    ),
    Command("comments show", "show a comment whole", "comments show 20260131-1805", "comments.show", of_ids),
    Command(
        "comments moderate",
        "look the waiting comments through, one by one, then those taken for spam",
        "comments moderate",
        "moderating.moderate",
    ),
    Command(
        "comments approve",
        "write comments into the site, and run the command of the settings",
        "comments approve --all --post rocky",
        "moderating.move",
        of_chosen,
    ),
    Command(
        "comments reject",
        "refuse comments; those in the site are taken out of it",
        "comments reject 20260131-1805",
        "moderating.move",
        of_chosen,
    ),
    Command("comments spam", "mark comments as spam", "comments spam 20260131-1805", "moderating.move", of_chosen),
    Command(
        "comments delete",
        "delete comments for good, from the queue and the site",
        "comments delete --all --state spam",
        "moderating.move",
        of_delete,
    ),
    Command(
        "comments erase",
        "delete all that the queue knows of a person; what was published stays, without the email",
        "comments erase anna@example.org --published",
        "moderating.erase_person",
        of_erase,
    ),
    Command(
        "comments notify",
        "send the mails that are due (comments serve does so by itself)",
        "comments notify",
        "serving.notify",
    ),
    Command(
        "completion",
        "print what a shell needs to complete these commands at the tab key",
        "completion bash > ~/.local/share/bash-completion/completions/pelican-videopost",
        "completion.print_completion",
        of_shell,
        of_site=False,
    ),
)
