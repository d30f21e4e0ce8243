"""What printing refuses."""

from pulang.lib.errors import PulangError


class TemplateBroken(PulangError):
    """The template (``template``) cannot be read or set; ``problem`` says why, in Typst's own words."""

    code = "template_broken"
