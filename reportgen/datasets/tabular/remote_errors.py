"""What went wrong with an address, in words: each library behind fsspec has errors of its own."""

from collections.abc import Iterator
from http import HTTPStatus

from reportgen.config.addresses import shown_address, without_secrets

DENIED, ABSENT = "access is denied, or credentials are missing", "there is no such file"

#: Names of errors, their ancestors' among them, and what they mean; the first that occurs counts. By name, because to
#: import the classes would load every library.
_MEANINGS = {
    ("ClientConnectorDNSError", "gaierror"): "there is no such host",
    ("ClientConnectorCertificateError", "SSLCertVerificationError"): "the server's certificate cannot be trusted",
    ("ClientSSLError", "SSLError"): "no secure connection can be made",
    ("NonHttpUrlRedirectClientError",): "the server leads on to an address that is not on the web",
    ("TooManyRedirects",): "the server leads on from address to address without end",
    ("InvalidURL", "UnicodeError"): "the address is not complete, or holds what should be escaped",
    ("TimeoutError", "ConnectTimeoutError", "ReadTimeoutError", "ServiceResponseTimeoutError"): (
        "there was no answer in time"
    ),
    (
        "ClientConnectorError",
        "EndpointConnectionError",
        "ConnectionRefusedError",
        "ServiceRequestError",
    ): "the server cannot be reached",
    (
        "ClientPayloadError",
        "ServerDisconnectedError",
        "ClientOSError",
        "ConnectionError",
        "ResponseStreamingError",
        "ServiceResponseError",
        "IncompleteReadError",
    ): "the connection broke off",
    (
        "PermissionError",
        "NoCredentialsError",
        "PartialCredentialsError",
        "GoogleAuthError",
        "ClientAuthenticationError",
    ): DENIED,
    ("FileNotFoundError",): ABSENT,
}  # fmt: skip

#: What adlfs says in a ValueError where nothing tells it which account to ask, and gcsfs in an OSError.
_DENYING_WORDS = ("account_name", "Forbidden")

_STATUSES = {
    HTTPStatus.UNAUTHORIZED: DENIED,
    HTTPStatus.FORBIDDEN: DENIED,
    HTTPStatus.NOT_FOUND: ABSENT,
    HTTPStatus.GONE: ABSENT,
}

_AZURE = (
    "Set AZURE_STORAGE_ACCOUNT_NAME, and AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN; "
    "for a public container set AZURE_STORAGE_ANON=true"
)
_AMAZON = (
    "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; "
    "for a public bucket set FSSPEC_S3_ANON=true"
)
_GOOGLE = (
    "Set GOOGLE_APPLICATION_CREDENTIALS, or run `gcloud auth application-default login`; "
    "for a public bucket set FSSPEC_GS_TOKEN=anon"
)
_WEB = "Keep user and password in ~/.netrc, or give an address that is signed"

#: What to do where access is denied, by scheme.
HINTS = {
    "http": _WEB, "https": _WEB, "gs": _GOOGLE, "gcs": _GOOGLE, "az": _AZURE, "abfs": _AZURE, "abfss": _AZURE,
    "s3": _AMAZON,
}  # fmt: skip


def remote_reason(error: Exception, address: str) -> str:
    """Return what went wrong in a few words, without secrets, and where access is denied what it needs."""
    meaning = _meaning(error)
    if meaning == DENIED:
        return f"{DENIED}. {HINTS[address.partition('://')[0].lower()]}"
    if meaning is not None:
        return meaning
    text = without_secrets(str(error).replace(address, shown_address(address))).strip()
    return (text.splitlines() or [type(error).__name__])[0].rstrip(".: ")


def _meaning(error: Exception) -> str | None:
    chain = list(_chain(error))
    names = {known.__name__ for each in chain for known in type(each).__mro__}
    for known, meaning in _MEANINGS.items():
        if names & set(known):
            return meaning
    status = next(filter(None, map(_status, chain)), None)
    if status is not None:
        return _STATUSES.get(status, f"the server answered {status.value} ({status.phrase})")
    return DENIED if any(word in str(error) for word in _DENYING_WORDS) else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> HTTPStatus | None:
    """What a server answered, under the names that libraries have for it."""
    for name in ("status", "status_code", "code"):
        try:
            status = HTTPStatus(int(getattr(error, name, 0)))
        except (ValueError, TypeError):
            continue
        return status if status >= HTTPStatus.BAD_REQUEST else None
    return None
