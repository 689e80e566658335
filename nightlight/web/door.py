"""The door: sign in, sign out, home, light or dark."""

from django import forms
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nightlight.accounts.permissions import Permission
from nightlight.accounts.signing_in import let_in
from nightlight.web.access import Request, open_to_all, signed_in

WRONG = (
    "The address and the password do not fit, or the account is locked. "
    "After too many wrong tries an administrator must release it."
)


class SignInForm(forms.Form):
    """Address and password."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )


@open_to_all(because="nobody is signed in before signing in")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = let_in(request, **form.cleaned_data)
        if user is not None:
            login(request, user)
            return redirect(_next(request))
        form.add_error(None, WRONG)
    status = 400 if request.method == "POST" else 200
    return render(request, "web/sign_in.html", {"form": form, "next": request.GET.get("next", "")}, status=status)


@signed_in(because="whoever came in may leave")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@signed_in(because="everybody has a first page: the first one that their rights open")
@require_GET
def home(request: Request) -> HttpResponse:
    """Send each person to where their day begins."""
    for permission, name in (
        (Permission.OPERATION_DEFINE, "operations"),
        (Permission.REPORT_READ, "queue"),
        (Permission.CASE_READ, "cases"),
        (Permission.CONFLICT_READ, "conflicts"),
        (Permission.OPERATION_READ, "operations"),
    ):
        if request.user.may(permission):
            return redirect(name)
    return redirect("sources")


@signed_in(because="everybody may choose light or dark for themselves")
@require_POST
def theme(request: Request) -> HttpResponse:
    """Keep whether the person wants light, dark, or what the machine says."""
    wanted = request.POST.get("theme", "")
    if wanted in {"light", "dark", "system"}:
        request.user.theme = wanted
        request.user.save(update_fields=["theme"])
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.headers.get("Referer", "") if request.method == "POST" else ""
    fits = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    leads_away = wanted.partition("?")[0].rstrip("/").endswith("sign-in")
    return wanted if fits and not leads_away else "home"
