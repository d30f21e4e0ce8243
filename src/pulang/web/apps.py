from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pulang.web"

    def ready(self) -> None:
        from pulang.web import checks
        from pulang.web.account import signals

        checks.register_checks()
        assert signals  # importing them connects them
