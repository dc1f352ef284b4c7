"""From a bundle to HTML: views that are ready to show, templates that hold no arithmetic."""
