"""The outbox. A notice knows whom it is for and whether it is urgent; it has no room for more."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampingi.kernel.ids import new_id


class Notice(models.Model):
    """One notice to one member of staff."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff_id = models.UUIDField()
    at = models.DateTimeField()
    urgent = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)

    class Meta:
        """Unread and unsent ones are what is asked for."""

        verbose_name = _("pemberitahuan")
        indexes = (
            models.Index(fields=("staff_id", "-at"), condition=Q(read_at=None), name="notices_unread"),
            models.Index(fields=("at",), condition=Q(mailed_at=None), name="notices_unsent"),
        )
