from django.apps import AppConfig


class RepatriationConfig(AppConfig):
    name = "pulang.repatriation"

    def ready(self) -> None:
        from pulang.repatriation.messages import register_kinds

        register_kinds()
