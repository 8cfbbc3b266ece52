"""What knows nothing of the rest: the model, the settings, words in ten languages, tags, times, files."""
