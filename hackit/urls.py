from allauth.account import views as account
from allauth.socialaccount import views as socialaccount
from allauth.urls import build_provider_urlpatterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from apprentices.urls import own_urlpatterns as own
from apprentices.urls import urlpatterns as apprentices
from apprentices.views.induction import own_steps
from hackit import views
from workplans.urls import urlpatterns as workplans

# Only what is used of django-allauth: nobody signs up or manages several addresses.
ACCOUNT = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/saved/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "work-account/cancelled/",
        socialaccount.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
    path(
        "work-account/error/", login_not_required(socialaccount.login_error), name="socialaccount_login_error"
    ),
    path("work-account/", include(build_provider_urlpatterns())),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("apprentices/", include(apprentices)),
    path("", include(own)),
    path("", include(workplans)),
    path("induction/", own_steps, name="own_steps"),
    path("account/", include(ACCOUNT)),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
    path("welcome/<str:token>/new/", views.new_link, name="new_link"),
    path("account/data/", views.own_data, name="own_data"),
    path("account/data.json", views.own_data_json, name="own_data_json"),
    path("unsent/", views.unsent_page, name="unsent"),
    path("accessibility/", views.about, {"page": "accessibility"}, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.about, {"page": "cookies"}, name="cookies"),
    path("contact/", views.contact, name="contact"),
    path("brand/<str:colour>.css", views.brand, name="brand"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

handler400 = "hackit.views.bad_request"
handler403 = "hackit.views.forbidden"
handler404 = "hackit.views.not_found"
handler500 = "hackit.views.server_error"
