from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notice_list, name="list"),
    path("gelesen/", views.mark_all_read, name="mark_all_read"),
    path("<int:pk>/gelesen/", views.mark_read, name="mark_read"),
    path("einstellungen/", views.preferences, name="preferences"),
    path("kalender/", views.calendars, name="calendars"),
    path("kalender/erneuern/", views.renew_calendar, name="renew_calendar"),
    path("zustellung/", views.delivery, name="delivery"),
    path("zustellung/<int:pk>/noch-einmal/", views.retry, name="retry"),
    path("abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
