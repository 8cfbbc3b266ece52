"""The command `pelican-videopost`.

In reading order: `commands`, the table of all commands with their words, and `arguments`, what each takes; `parser`,
which makes a parser of it; `main`, which runs what was asked for; `console`, what commands print and end with. The
other modules hold the commands, and are loaded when one of theirs is run, so that help comes at once and comments are
moderated without Pelican.
"""
