"""What a video post's page must hold, whatever theme or plugin it meets."""

# The parts by selector, in their order on the page.
PARTS = {
    "figure.videopost-player": "player",
    "div.videopost-teaser": "teaser",
    "details.videopost-more > summary": "[+]",
    "section.videopost-info": "info",
    "section.videopost-details": "details",
    "form#commentform": "form",
}
