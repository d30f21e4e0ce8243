"""Tables that serve every domain."""

from django.db import models


class Once(models.Model):
    """What a form token led to: the same token again gives the same result and no second effect."""

    key = models.CharField(max_length=120, primary_key=True)
    result = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)
