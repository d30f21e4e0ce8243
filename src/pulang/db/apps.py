from django.apps import AppConfig


class DbConfig(AppConfig):
    name = "pulang.db"
