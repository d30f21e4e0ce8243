from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "pulang.cases.lists"
    label = "lists"
