"""Call the stages in their order, within bounds, and write what they make."""
