"""Lists of steps as versions: drafted and published by an administrator, and taken up by ways that have begun."""

from pulang.repatriation.actions.versions.drafting import drop_list, drop_step, publish_list, put_step, start_list
from pulang.repatriation.actions.versions.moving import move_to_list

__all__ = ["drop_list", "drop_step", "move_to_list", "publish_list", "put_step", "start_list"]
