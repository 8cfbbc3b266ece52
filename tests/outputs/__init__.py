"""What machines read of a site: search engines, feed readers, and programs that draw a card for a link."""
