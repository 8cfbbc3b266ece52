"""The table of all commands, with their words and examples. The documents are made of it, too."""

from pelican_videopost.cli.arguments import (
    of_approve,
    of_check,
    of_chosen,
    of_delete,
    of_erase,
    of_fetch,
    of_file,
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
        " the post says what the address tells. A file that is there is left as it is.",
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
        " merely missing, or a provider would not tell, is a warning: it is 0.",
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
        of_approve,
        more="A comment on a post that the last build does not know of is left as it is, and the exit status is 1: its"
        " post was renamed or deleted, and nobody would see it. The settings' command is run by each of these commands"
        " until it has worked.",
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
        "send the mails and run the command of the settings, if they are due (comments serve does so by itself)",
        "comments notify",
        "serving.notify",
    ),
    Command(
        "comments password",
        "set the password of the receiver's page for moderators, and end the sessions there",
        "comments password",
        "keeping.set_password",
        more="The page is `moderate`, beside the `reply` that forms send to. It is there once there is a password: this"
        " one, of which only a salted hash is kept, or one in the variable VIDEOPOST_MODERATOR_PASSWORD.",
    ),
    Command(
        "comments link",
        "print a link to sign in to that page with, once, within a quarter of an hour",
        "comments link",
        "keeping.print_link",
    ),
    Command(
        "comments backup",
        "copy the whole queue into one new file, while the receiver runs",
        "comments backup comments-2026-01-31.sqlite3",
        "keeping.back_up_queue",
        of_file,
        more="The file has email addresses, and the key that links in mails are signed with: only you can read it.",
    ),
    Command(
        "comments restore",
        "put the queue back that a backup has; what was there is kept in a file beside it",
        "comments restore comments-2026-01-31.sqlite3",
        "keeping.restore_queue",
        of_file,
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
